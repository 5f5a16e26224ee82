import { streamFacts } from '@aster/api'
import type { Clock, Random, Timer } from '@aster/core'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** One key per account, for an hour at a time. */
export interface ListenKeys {
  /** Opens a key, or extends the one that is open and returns it. */
  open(accountId: string): string
  /** Extends by an hour from now. False when the account has no key. */
  extend(accountId: string): boolean
  /** Forgets the key; sockets that listen to it stay open and silent. */
  close(accountId: string): void
  /** The account's key, while it is valid. */
  get(accountId: string): string | undefined
  /** Whose key this is, while it is valid. */
  findOwner(key: string): string | undefined
  /** Lets the account's key run out now, as if its hour were over. */
  expire(accountId: string): void
  /** Accounts that have a key. */
  accountIds(): readonly string[]
}

export interface ListenKeysOptions {
  readonly clock: Clock
  readonly random: Random
  /** Called when a key runs out, before it is forgotten. */
  readonly onExpire: (key: string) => void
}

export function createListenKeys({ clock, random, onExpire }: ListenKeysOptions): ListenKeys {
  const keys = new Map<string, { readonly key: string; timer: Timer }>()
  const owners = new Map<string, string>()

  const forget = (accountId: string) => {
    const entry = keys.get(accountId)
    if (entry === undefined) return
    entry.timer.cancel()
    keys.delete(accountId)
    owners.delete(entry.key)
  }
  const expire = (accountId: string) => {
    const key = keys.get(accountId)?.key
    if (key !== undefined) onExpire(key)
    forget(accountId)
  }

  const startTimer = (accountId: string): Timer =>
    clock.schedule(streamFacts.listenKeyLifetimeMs, () => expire(accountId))

  const extend = (accountId: string): boolean => {
    const entry = keys.get(accountId)
    if (entry === undefined) return false
    entry.timer.cancel()
    entry.timer = startTimer(accountId)
    return true
  }

  const makeKey = (): string => {
    let key = ''
    for (let i = 0; i < 64; i++) key += alphabet.charAt(random.nextInt(alphabet.length))
    return key
  }

  return {
    extend,
    open(accountId) {
      if (extend(accountId)) return (keys.get(accountId) as { key: string }).key
      const key = makeKey()
      keys.set(accountId, { key, timer: startTimer(accountId) })
      owners.set(key, accountId)
      return key
    },
    close: forget,
    expire,
    findOwner: (key) => owners.get(key),
    accountIds: () => [...keys.keys()],
    get: (accountId) => keys.get(accountId)?.key,
  }
}
