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
  /** The limit price that the client believes it has; undefined for a market order, or when it could not find out. */
  price: string | undefined
  /** Whether the client believes that the order rests no more because of its cancel. */
  canceled: boolean
}

/** Things that are counted on the way. */
export type Count = 'unknownAnswers' | 'resent' | 'amends' | 'cancels'

/** Everything the client did and believes. The judge compares it with the exchange's own records. */
export interface Ledger {
  readonly attempts: readonly Attempt[]
  readonly counts: Readonly<Record<Count, number>>
  /** Codes and errors with which calls were refused, and how often. */
  readonly refusals: Readonly<Record<string, number>>
  begin(intent: string, clientOrderId: string, order: PlaceableOrder): Attempt
  count(what: Count): void
  noteRefusal(reason: string): void
  /** The last attempt at an intent that is believed to be placed. */
  findPlaced(intent: string): Attempt | undefined
}

export function createLedger(): Ledger {
  const attempts: Attempt[] = []
  const counts: Record<Count, number> = { unknownAnswers: 0, resent: 0, amends: 0, cancels: 0 }
  const refusals: Record<string, number> = {}
  return {
    attempts,
    counts,
    refusals,
    begin(intent, clientOrderId, order) {
      const price = order.limit?.price
      const attempt: Attempt = { intent, clientOrderId, order, belief: 'unknown', price, canceled: false }
      attempts.push(attempt)
      return attempt
    },
    count(what) {
      counts[what] += 1
    },
    noteRefusal(reason) {
      refusals[reason] = (refusals[reason] ?? 0) + 1
    },
    findPlaced: (intent) => attempts.findLast((attempt) => attempt.intent === intent && attempt.belief === 'placed'),
  }
}
