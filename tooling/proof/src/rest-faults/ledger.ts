import type { PlaceableOrder } from './plan-steps.ts'

/**
 * What the client believes about one attempt at an order. `unsent`: it certainly never left, or was turned away unseen;
 * `unknown`: it could not find out.
 */
export type Belief = 'placed' | 'absent' | 'rejected' | 'unsent' | 'unknown'

/** One client order id that was used. */
export interface Attempt {
  /** What was wanted; all attempts at it share this. */
  readonly intent: string
  readonly clientOrderId: string
  readonly order: PlaceableOrder
  belief: Belief
  /** Whether the client believes that the order rests no more because of its cancel. */
  canceled: boolean
}

/** Everything the client did and believes. The judge compares it with the exchange's own records. */
export interface Ledger {
  readonly attempts: readonly Attempt[]
  /** Codes with which the exchange refused placements, and how often. */
  readonly refusals: Readonly<Record<string, number>>
  readonly unknownAnswers: number
  readonly resent: number
  begin(intent: string, clientOrderId: string, order: PlaceableOrder): Attempt
  noteRefusal(reason: string): void
  noteUnknown(): void
  noteResend(): void
  /** The last attempt at an intent that is believed to be placed. */
  findPlaced(intent: string): Attempt | undefined
}

export function createLedger(): Ledger {
  const attempts: Attempt[] = []
  const refusals: Record<string, number> = {}
  let unknownAnswers = 0
  let resent = 0
  return {
    attempts,
    refusals,
    get unknownAnswers() {
      return unknownAnswers
    },
    get resent() {
      return resent
    },
    begin(intent, clientOrderId, order) {
      const attempt: Attempt = { intent, clientOrderId, order, belief: 'unknown', canceled: false }
      attempts.push(attempt)
      return attempt
    },
    noteRefusal(reason) {
      refusals[reason] = (refusals[reason] ?? 0) + 1
    },
    noteUnknown() {
      unknownAnswers += 1
    },
    noteResend() {
      resent += 1
    },
    findPlaced: (intent) => attempts.findLast((attempt) => attempt.intent === intent && attempt.belief === 'placed'),
  }
}
