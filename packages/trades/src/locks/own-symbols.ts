import { join } from 'node:path'

import { acquireFileLock, type FileLock } from './acquire-file-lock.ts'
import { OwnerError } from './owner-error.ts'

export interface LockOptions {
  /** A folder on a local disk, the same for every program of the machine. */
  readonly directory: string
  /** What to tell the next one who asks, such as the program's name. */
  readonly label: string
  /** What to do when another program owns a symbol: `refuse`, the default, or `readOnly`: look on and send nothing. */
  readonly whenOwned?: 'refuse' | 'readOnly' | undefined
}

/** The right to trade some symbols of an account, against every other program of the machine. */
export interface Ownership extends Disposable {
  /** Who owns what we asked for, when we look on only. */
  readonly readOnly: OwnerError | undefined
  /** @throws {OwnerError} We look on only, or somebody took a lock from us. */
  check(): void
}

/**
 * Takes the symbols of an account, all or none. Two programs may trade one account, each its own symbols: each with an
 * agent of its own, since nonces are counted per agent. They share the account's order count and its listen key.
 *
 * @throws {OwnerError} Another program owns one of them.
 */
export function ownSymbols(accountId: string, symbols: readonly string[], options: LockOptions): Ownership {
  const { directory, label, whenOwned = 'refuse' } = options
  const locks: { readonly what: string; readonly lock: FileLock }[] = []
  const release = () => {
    for (const { lock } of locks) lock[Symbol.dispose]()
  }
  for (const symbol of [...symbols].sort()) {
    const what = `${symbol} of ${accountId}`
    const lock = acquireFileLock(join(directory, accountId.replaceAll(/[^\w.-]/g, '_'), symbol), label)
    if (!('holder' in lock)) {
      locks.push({ what, lock })
      continue
    }
    release()
    const error = new OwnerError(what, lock.holder)
    if (whenOwned === 'refuse') throw error
    return {
      readOnly: error,
      check() {
        throw error
      },
      [Symbol.dispose]: () => undefined,
    }
  }
  return {
    readOnly: undefined,
    check() {
      for (const { what, lock } of locks) if (!lock.isHeld()) throw new OwnerError(what, undefined)
    },
    [Symbol.dispose]: release,
  }
}
