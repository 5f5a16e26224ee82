import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AsterError } from '@aster/core'

/** Another process signs with this agent. Stop it, give this one its own agent, or share it on purpose. */
export class SignerInUseError extends AsterError {
  override name = 'SignerInUseError'
  readonly address: string
  /** What the holder said about itself, when that could be read. */
  readonly holder: string
  constructor(address: string, holder: string) {
    super(`The signer ${address} is in use by ${holder}; two processes would use up each other's nonces`)
    this.address = address
    this.holder = holder
  }
}

export interface SignerLockOptions {
  /** Where locks live; the same for every program of the machine. */
  readonly directory: string
  readonly address: string
  /** What to tell the next one who asks, such as the program's name. */
  readonly label: string
  /** For shared signers: each share has a lock of its own. */
  readonly share?: { readonly index: number; readonly of: number } | undefined
}

// An open database that nobody refers to is closed by the garbage collector, and its lock goes with it.
const held = new Set<object>()
/** SQLITE_BUSY: somebody else has the lock. */
const busy = 5

/** How long a share waits for another that is just starting. */
const sharedWaitMs = 1_000

/**
 * Makes this process the only one that signs with an agent, or with its share of one, until it is disposed or the process
 * ends in any way: the operating system holds the lock on an SQLite file, so nothing stale is left behind, not even by
 * kill -9. Shares exclude whoever wants the whole agent, and shares of another division. Local disks only.
 *
 * @throws {SignerInUseError} Another process, or another part of this one, has it.
 * @throws {Error} The folder or the file cannot be written, or the file is no lock.
 */
export function acquireSignerLock(options: SignerLockOptions): Disposable {
  const { directory, address, label, share } = options
  const whole = join(directory, `signer-${address.toLowerCase()}`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const stem = share === undefined ? whole : `${whole}-${share.index}-of-${share.of}`
  const locks: Disposable[] = []
  const release = () => {
    for (const lock of locks.splice(0).toReversed()) lock[Symbol.dispose]()
  }
  try {
    if (share !== undefined) locks.push(joinShares(whole, address, share.of))
    locks.push(lockFile(stem, address, 'BEGIN EXCLUSIVE'))
    writeFileSync(`${stem}.holder`, `${label} (process ${process.pid})\n`, { mode: 0o600 })
  } catch (error) {
    release()
    throw error
  }
  return { [Symbol.dispose]: release }
}

/** Keeps those out who want the whole agent. The first share says into how many parts it is divided. */
function joinShares(whole: string, address: string, of: number): Disposable {
  const divisionFile = `${whole}.division`
  try {
    const alone = lockFile(whole, address, 'BEGIN EXCLUSIVE')
    writeFileSync(divisionFile, String(of), { mode: 0o600 })
    writeFileSync(`${whole}.holder`, 'processes that share it\n', { mode: 0o600 })
    alone[Symbol.dispose]()
  } catch (error) {
    if (!(error instanceof SignerInUseError)) throw error
  }
  const lock = lockFile(whole, address, 'BEGIN; SELECT count(*) FROM sqlite_schema', sharedWaitMs)
  const division = readText(divisionFile)
  if (division === String(of)) return lock
  lock[Symbol.dispose]()
  throw new SignerInUseError(address, `processes that share it by ${division ?? 'an unknown number'}, not by ${of}`)
}

function lockFile(stem: string, address: string, begin: string, timeout = 0): Disposable {
  // Asked for here and not imported, because Node 22 prints a warning to every program that imports it.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(`${stem}.lock`, { timeout })
  try {
    database.exec(begin)
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new SignerInUseError(address, readText(`${stem}.holder`) ?? 'another process')
  }
  held.add(database)
  return {
    [Symbol.dispose]() {
      if (held.delete(database)) database.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
