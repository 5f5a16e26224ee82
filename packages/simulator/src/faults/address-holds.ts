import type { Clock } from '@aster/core'

import type { RawResponse } from '../http/raw-request.ts'

/** A time in which everything from one address was refused. */
export interface HoldReport {
  readonly kind: 'ban' | 'tooManyRequests'
  readonly forMs: number
  /** Until it ends; 0 when it is over. */
  readonly leftMs: number
  /** When requests came nevertheless, counted from its beginning; the first thousand. */
  readonly hitsAtMs: readonly number[]
}

/** Addresses that get one and the same refusal to everything for a while. */
export interface AddressHolds {
  /** Refuses everything from the address for `forMs`; a later hold takes the place of an earlier one. */
  hold(address: string, kind: HoldReport['kind'], forMs: number, makeAnswer: (leftMs: number) => RawResponse): void
  /** What the address has to hear now; undefined when it is free. Notes a hit. */
  findAnswer(address: string): RawResponse | undefined
  /** The latest holds, oldest first. */
  report(): readonly HoldReport[]
  releaseAll(): void
}

interface Hold {
  readonly address: string
  readonly kind: HoldReport['kind']
  readonly forMs: number
  readonly fromMs: number
  readonly makeAnswer: (leftMs: number) => RawResponse
  readonly hitsAtMs: number[]
}

const keptHolds = 100
const keptHits = 1_000

export function createAddressHolds(clock: Pick<Clock, 'monotonicMs'>): AddressHolds {
  const running = new Map<string, Hold>()
  const latest: Hold[] = []
  const leftOf = (hold: Hold): number =>
    running.get(hold.address) === hold ? Math.max(0, hold.forMs - (clock.monotonicMs() - hold.fromMs)) : 0
  return {
    hold(address, kind, forMs, makeAnswer) {
      if (forMs <= 0) return
      const hold: Hold = { address, kind, forMs, fromMs: clock.monotonicMs(), makeAnswer, hitsAtMs: [] }
      running.set(address, hold)
      latest.push(hold)
      if (latest.length > keptHolds) latest.shift()
    },
    findAnswer(address) {
      const hold = running.get(address)
      if (hold === undefined) return undefined
      const sinceMs = clock.monotonicMs() - hold.fromMs
      if (sinceMs >= hold.forMs) {
        running.delete(address)
        return undefined
      }
      if (hold.hitsAtMs.length < keptHits) hold.hitsAtMs.push(sinceMs)
      return hold.makeAnswer(hold.forMs - sinceMs)
    },
    report: () =>
      latest.map((hold) => ({
        kind: hold.kind,
        forMs: hold.forMs,
        leftMs: leftOf(hold),
        hitsAtMs: [...hold.hitsAtMs],
      })),
    releaseAll: () => running.clear(),
  }
}
