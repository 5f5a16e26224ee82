import type { Clock } from '@aster/core'

import type { RawResponse } from '../http/raw-request.ts'

/** A time in which everything from one address was refused. */
export interface HoldReport {
  readonly kind: 'ban' | 'tooManyRequests'
  readonly forMs: number
  /** Requests that came nevertheless. */
  readonly hits: number
  /** How long after its beginning the last of them came; 0 without any. */
  readonly lastHitMs: number
}

/** Addresses that get one and the same refusal to everything for a while. */
export interface AddressHolds {
  /** Refuses everything from the address for `forMs`; a later hold takes the place of an earlier one. */
  hold(address: string, kind: HoldReport['kind'], forMs: number, makeAnswer: (leftMs: number) => RawResponse): void
  /** What the address has to hear now; undefined when it is free. Counts a hit. */
  findAnswer(address: string): RawResponse | undefined
  /** The latest holds, oldest first. */
  report(): readonly HoldReport[]
  releaseAll(): void
}

interface Hold {
  readonly kind: HoldReport['kind']
  readonly forMs: number
  readonly fromMs: number
  readonly makeAnswer: (leftMs: number) => RawResponse
  hits: number
  lastHitMs: number
}

const keptHolds = 100

export function createAddressHolds(clock: Pick<Clock, 'monotonicMs'>): AddressHolds {
  const running = new Map<string, Hold>()
  const latest: Hold[] = []
  return {
    hold(address, kind, forMs, makeAnswer) {
      if (forMs <= 0) return
      const hold: Hold = { kind, forMs, fromMs: clock.monotonicMs(), makeAnswer, hits: 0, lastHitMs: 0 }
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
      hold.hits += 1
      hold.lastHitMs = sinceMs
      return hold.makeAnswer(hold.forMs - sinceMs)
    },
    report: () => latest.map(({ kind, forMs, hits, lastHitMs }) => ({ kind, forMs, hits, lastHitMs })),
    releaseAll: () => running.clear(),
  }
}
