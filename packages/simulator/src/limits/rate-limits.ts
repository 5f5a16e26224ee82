import type { Clock } from '@aster/core'

import { ApiRefusal } from '../http/api-refusal.ts'

const minuteMs = 60_000
const tenSecondsMs = 10_000
const violationsBeforeBan = 10
const firstBanMs = 2 * minuteMs
const longestBanMs = 3 * 24 * 60 * minuteMs
const cacheLimit = 10_000

export interface RateLimitOptions {
  readonly clock: Clock
  /** False counts and reports, but never refuses. */
  readonly enforced: boolean
  /** Weight per address and minute. */
  readonly weightPerMinute: number
  /** Orders per account. */
  readonly ordersPerMinute: number
  readonly ordersPer10s: number
}

/**
 * Request weight per address, orders per account, and bans of addresses that go on. Windows begin at whole minutes and
 * whole ten seconds of the exchange's clock.
 */
export interface RateLimits {
  /**
   * Charges a request to its address and answers the weight used in this minute.
   *
   * @throws {ApiRefusal} 418 while the address is banned, 429 with -1003 when the weight is spent.
   */
  chargeWeight(address: string, weight: number): number
  /** @throws {ApiRefusal} 429 with -1015 when `count` more orders would go over a limit of the account. */
  checkOrders(address: string, accountId: string, count: number): void
  /** Counts accepted orders and returns the headers that report the counts. */
  countOrders(accountId: string, count: number): Readonly<Record<string, string>>
  /** Weight used by the address in this minute. */
  usedWeight(address: string): number
}

interface AddressState {
  minute: number
  weight: number
  violations: number[]
  bans: number
  bannedUntilMs: number
}

interface AccountState {
  minute: number
  minuteCount: number
  tenSeconds: number
  tenSecondsCount: number
}

export function createRateLimits(options: RateLimitOptions): RateLimits {
  const { clock, enforced } = options
  const addresses = new Map<string, AddressState>()
  const accounts = new Map<string, AccountState>()

  const addressState = (address: string): AddressState => {
    const minute = Math.floor(clock.now() / minuteMs)
    let state = addresses.get(address)
    if (state === undefined) {
      if (addresses.size >= cacheLimit) forgetIdle(addresses, minute, clock.now())
      state = { minute, weight: 0, violations: [], bans: 0, bannedUntilMs: 0 }
      addresses.set(address, state)
    }
    if (state.minute !== minute) {
      state.minute = minute
      state.weight = 0
    }
    return state
  }

  const accountState = (accountId: string): AccountState => {
    const minute = Math.floor(clock.now() / minuteMs)
    const tenSeconds = Math.floor(clock.now() / tenSecondsMs)
    let state = accounts.get(accountId)
    if (state === undefined) {
      state = { minute, minuteCount: 0, tenSeconds, tenSecondsCount: 0 }
      accounts.set(accountId, state)
    }
    if (state.minute !== minute) {
      state.minute = minute
      state.minuteCount = 0
    }
    if (state.tenSeconds !== tenSeconds) {
      state.tenSeconds = tenSeconds
      state.tenSecondsCount = 0
    }
    return state
  }

  const untilNext = (intervalMs: number): string => String(Math.ceil((intervalMs - (clock.now() % intervalMs)) / 1000))

  /** Notes a violation; the tenth within a minute bans the address. */
  const violate = (state: AddressState): void => {
    const now = clock.now()
    state.violations = state.violations.filter((atMs) => now - atMs < minuteMs)
    state.violations.push(now)
    if (state.violations.length < violationsBeforeBan) return
    state.bannedUntilMs = now + Math.min(firstBanMs * 2 ** state.bans, longestBanMs)
    state.bans += 1
    state.violations = []
  }

  const refuseBanned = (state: AddressState, address: string): ApiRefusal =>
    new ApiRefusal(
      418,
      -1003,
      `Way too many requests; IP(${address}) banned until ${state.bannedUntilMs}. Please use the websocket for live updates to avoid bans.`,
      { 'retry-after': String(Math.ceil((state.bannedUntilMs - clock.now()) / 1000)) },
    )

  return {
    chargeWeight(address, weight) {
      const state = addressState(address)
      if (enforced && state.bannedUntilMs > clock.now()) throw refuseBanned(state, address)
      state.weight += weight
      if (enforced && state.weight > options.weightPerMinute) {
        violate(state)
        throw new ApiRefusal(
          429,
          -1003,
          `Too many requests; current limit of IP(${address}) is ${options.weightPerMinute} requests per minute. Please use the websocket for live updates to avoid polling the API.`,
          { 'retry-after': untilNext(minuteMs) },
        )
      }
      return state.weight
    },
    checkOrders(address, accountId, count) {
      if (!enforced) return
      const state = accountState(accountId)
      const perMinute = state.minuteCount + count > options.ordersPerMinute
      if (!perMinute && state.tenSecondsCount + count <= options.ordersPer10s) return
      violate(addressState(address))
      const [limit, words, intervalMs] = perMinute
        ? ([options.ordersPerMinute, 'MINUTE', minuteMs] as const)
        : ([options.ordersPer10s, '10 SECONDS', tenSecondsMs] as const)
      throw new ApiRefusal(429, -1015, `Too many new orders; current limit is ${limit} orders per ${words}.`, {
        'retry-after': untilNext(intervalMs),
      })
    },
    countOrders(accountId, count) {
      const state = accountState(accountId)
      state.minuteCount += count
      state.tenSecondsCount += count
      return {
        'x-mbx-order-count-10s': String(state.tenSecondsCount),
        'x-mbx-order-count-1m': String(state.minuteCount),
      }
    },
    usedWeight: (address) => addressState(address).weight,
  }
}

function forgetIdle(addresses: Map<string, AddressState>, minute: number, now: number): void {
  for (const [address, state] of addresses) {
    if (state.minute !== minute && state.bannedUntilMs <= now) addresses.delete(address)
  }
}
