import type { SyncSigner } from '@aster/auth'
import { type LostPlacement, type RestClient, settleOrder } from '@aster/rest'

import type { Belief } from './ledger.ts'
import { nonceWindowMs } from './open-venue.ts'

/** What a client does when an answer is lost: the part of it that known bugs replace. */
export interface Habits {
  readonly wrapSigner: (signer: SyncSigner) => SyncSigner
  /** Finds out what became of a placement. `placeAgain` repeats it to the letter under a fresh nonce. */
  settle(client: RestClient, lost: LostPlacement, placeAgain: () => Promise<unknown>): Promise<Belief>
  /** Whether a cancel without an answer has to be looked after. */
  readonly checksLostCancels: boolean
}

/** Each waits longer than a lost request can live. */
const mostRounds = 30
/** Dozens of settlements at once share one budget. */
const queryEveryMs = 1_000

/** As the documentation of `settleOrder` asks: nothing is sent again before it says absent. */
export const carefulHabits: Habits = {
  wrapSigner: (signer) => signer,
  checksLostCancels: true,
  async settle(client, lost) {
    for (let round = 0; round < mostRounds; round++) {
      const { outcome } = await settleOrder(client, lost, { windowMs: nonceWindowMs, queryEveryMs })
      if (outcome !== 'unknown') return outcome
    }
    return 'unknown'
  },
}
