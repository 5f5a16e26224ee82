import type { Fill } from '../fills/fill.ts'
import type { OrderTerms } from './order-terms.ts'

/**
 * How far an order has come.
 * - `sent`: handed to the network; nothing is known.
 * - `presumedAbsent`: the exchange was asked and knows nothing of it. Any report reopens it.
 * - `open`, `partlyFilled`: on the book, or waiting for its trigger.
 * - `rejected`: refused, or certain never to have left.
 * - `expired`, `canceled`, `filled`: over.
 */
export type OrderState =
  | 'sent'
  | 'presumedAbsent'
  | 'open'
  | 'partlyFilled'
  | 'rejected'
  | 'expired'
  | 'canceled'
  | 'filled'

/** The highest rank seen decides, whatever came last. Silence and "not found" prove nothing: any report outranks them. */
export const stateRank: Readonly<Record<OrderState, number>> = {
  sent: 0,
  presumedAbsent: 1,
  open: 2,
  partlyFilled: 3,
  rejected: 4,
  expired: 5,
  canceled: 6,
  filled: 7,
}

/** Over for good: the exchange said so. */
export const isTerminal = (state: OrderState): boolean => stateRank[state] >= stateRank.rejected

/** May still execute, as far as we know: also while nothing is known. */
export const isLive = (state: OrderState): boolean => !isTerminal(state) && state !== 'presumedAbsent'

/** Confirmed by the exchange as resting or waiting for its trigger. */
export const isWorking = (state: OrderState): boolean => state === 'open' || state === 'partlyFilled'

/** Why an order never came to life. `code` is the exchange's; absent when the request certainly never left. */
export interface Refusal {
  readonly code: number | undefined
  readonly reason: string
  readonly retryAfterMs: number | undefined
}

/** One report about one client order id: an answer, an event, a row of a reconciliation. */
export interface Evidence {
  readonly clientOrderId: string
  readonly state: OrderState
  readonly orderId?: string | undefined
  /** The exchange's time of the report; 0 when it carries none. */
  readonly timeMs: number
  readonly filledQuantity?: string | undefined
  /** Of `filledQuantity`; '0' when the report does not know. */
  readonly averagePrice?: string | undefined
  readonly terms?: OrderTerms | undefined
  /** A conditional order has met its trigger. */
  readonly triggered?: boolean | undefined
  readonly fill?: Fill | undefined
  readonly refusal?: Refusal | undefined
}
