import type { Clock } from '@aster/core'

import type { RawResponse } from '../http/raw-request.ts'

/** Addresses that get one and the same refusal to everything for a while. */
export interface AddressHolds {
  /** Refuses everything from the address for `forMs`; a later hold takes the place of an earlier one. */
  hold(address: string, forMs: number, makeAnswer: (leftMs: number) => RawResponse): void
  /** What the address has to hear now; undefined when it is free. Counts what it refuses. */
  findAnswer(address: string): RawResponse | undefined
  /** How many requests came from addresses that were held. */
  readonly refused: number
  releaseAll(): void
}

interface Hold {
  readonly untilMs: number
  readonly makeAnswer: (leftMs: number) => RawResponse
}

export function createAddressHolds(clock: Pick<Clock, 'monotonicMs'>): AddressHolds {
  const holds = new Map<string, Hold>()
  let refused = 0
  return {
    hold(address, forMs, makeAnswer) {
      if (forMs > 0) holds.set(address, { untilMs: clock.monotonicMs() + forMs, makeAnswer })
    },
    findAnswer(address) {
      const hold = holds.get(address)
      if (hold === undefined) return undefined
      const leftMs = hold.untilMs - clock.monotonicMs()
      if (leftMs <= 0) {
        holds.delete(address)
        return undefined
      }
      refused += 1
      return hold.makeAnswer(leftMs)
    },
    get refused() {
      return refused
    },
    releaseAll: () => holds.clear(),
  }
}
