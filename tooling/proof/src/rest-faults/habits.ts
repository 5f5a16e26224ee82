import type { SyncSigner } from '@aster/auth'
import {
  type AmendSettlement,
  type CancelSettlement,
  type LostAmend,
  type LostCancel,
  type LostRequest,
  type RestClient,
  settleAmend,
  settleCancel,
  type SettleOptions,
  settleOrders,
} from '@aster/rest'

import type { Attempt, Belief } from './ledger.ts'
import { nonceWindowMs } from './open-venue.ts'

/** What a client does when an answer is lost: the part of it that known bugs replace. */
export interface Habits {
  readonly wrapSigner: (signer: SyncSigner) => SyncSigner
  /**
   * Finds out what became of the placements of one request.
   *
   * @param placeAgain - Sends one of them again, to the letter, under a fresh nonce.
   */
  settlePlacements(
    client: RestClient,
    lost: LostRequest,
    attempts: readonly Attempt[],
    placeAgain: (attempt: Attempt) => Promise<unknown>,
  ): Promise<readonly Belief[]>
  settleCancel(client: RestClient, lost: LostCancel): Promise<CancelSettlement['outcome']>
  settleAmend(client: RestClient, lost: LostAmend): Promise<AmendSettlement['outcome']>
}

/** Each waits longer than a lost request can live. */
const mostRounds = 30
/** Dozens of settlements at once share one budget. */
const options: SettleOptions = { windowMs: nonceWindowMs, queryEveryMs: 1_000 }

/** As the documentation of settling asks: nothing is sent again before it is certain, and the uncertain is asked again. */
export const carefulHabits: Habits = {
  wrapSigner: (signer) => signer,
  async settlePlacements(client, lost, attempts) {
    const beliefs = new Map<Attempt, Belief>()
    for (let round = 0; round < mostRounds && beliefs.size < attempts.length; round++) {
      const open = attempts.filter((attempt) => !beliefs.has(attempt))
      const elements = open.map(({ order, clientOrderId }) => ({ symbol: order.symbol, clientOrderId }))
      const settlements = await settleOrders(client, { ...lost, elements }, options)
      for (const [index, attempt] of open.entries()) {
        const outcome = settlements[index]?.outcome ?? 'unknown'
        if (outcome !== 'unknown') beliefs.set(attempt, outcome)
      }
    }
    return attempts.map((attempt) => beliefs.get(attempt) ?? 'unknown')
  },
  settleCancel: (client, lost) => untilKnown(async () => (await settleCancel(client, lost, options)).outcome),
  settleAmend: (client, lost) => untilKnown(async () => (await settleAmend(client, lost, options)).outcome),
}

async function untilKnown<Outcome extends string>(settle: () => Promise<Outcome>): Promise<Outcome> {
  for (let round = 1; ; round++) {
    const outcome = await settle()
    if (outcome !== 'unknown' || round === mostRounds) return outcome
  }
}
