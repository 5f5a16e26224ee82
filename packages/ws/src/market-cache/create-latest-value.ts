import type { Clock } from '@aster/core'

import type { SubscriptionState } from '../stream-client/create-stream-entry.ts'
import type { Aged } from './market-cache.ts'

/** The newest of one kind of value, from its stream or read. */
export interface LatestValue<Value> {
  /** @param order - Grows with the exchange's time; a smaller one is older and left out. */
  set(value: Value, order: number): void
  /** Takes a value that was asked for at `askedAtMs` (monotonic), unless a newer one has come since. */
  seed(value: Value, order: number | undefined, askedAtMs: number): void
  read(): Aged<Value> | undefined
}

export function createLatestValue<Value>(clock: Clock, stateOf: () => SubscriptionState): LatestValue<Value> {
  let latest: { readonly value: Value; readonly order: number; readonly atMs: number } | undefined
  return {
    set(value, order) {
      if (latest === undefined || order >= latest.order) latest = { value, order, atMs: clock.monotonicMs() }
    },
    seed(value, order, askedAtMs) {
      if (latest !== undefined && latest.atMs > askedAtMs) return
      if (latest !== undefined && order !== undefined && order < latest.order) return
      latest = { value, order: order ?? latest?.order ?? -Infinity, atMs: askedAtMs }
    },
    read: () =>
      latest === undefined
        ? undefined
        : { value: latest.value, ageMs: clock.monotonicMs() - latest.atMs, isLive: stateOf() === 'live' },
  }
}
