import type { Fill } from '../fills/fill.ts'
import type { OrderState, Refusal } from './evidence.ts'
import type { OrderTerms } from './order-terms.ts'

/** All that is known about one order. A value: each piece of evidence makes a new one. */
export interface OrderView {
  readonly clientOrderId: string
  readonly orderId: string | undefined
  readonly state: OrderState
  /** The highest state that a report named. Fills can carry `state` beyond it. */
  readonly reportedState: OrderState
  readonly terms: OrderTerms | undefined
  /** The time of the report that `terms` came from; -1 for our own intent. */
  readonly termsTimeMs: number
  /** The larger of what reports say and what the fills add up to. */
  readonly filledQuantity: string
  /** Of the filled quantity; '0' without fills. */
  readonly averagePrice: string
  /** The largest quantity that a report named, with its average. */
  readonly reported: { readonly quantity: string; readonly averagePrice: string }
  /** Each execution once, by trade id. */
  readonly fills: readonly Fill[]
  /** False while reports name more than the fills that we know of. */
  readonly fillsComplete: boolean
  readonly triggered: boolean
  readonly refusal: Refusal | undefined
  /** The earliest time at which the exchange held it; undefined before. */
  readonly acknowledgedMs: number | undefined
  /** The latest time of any report about it. */
  readonly updatedMs: number
}

/** An order of which nothing is known but its id. */
export function createOrderView(clientOrderId: string, terms?: OrderTerms): OrderView {
  return {
    clientOrderId,
    orderId: undefined,
    state: 'sent',
    reportedState: 'sent',
    terms,
    termsTimeMs: -1,
    filledQuantity: '0',
    averagePrice: '0',
    reported: { quantity: '0', averagePrice: '0' },
    fills: [],
    fillsComplete: true,
    triggered: false,
    refusal: undefined,
    acknowledgedMs: undefined,
    updatedMs: 0,
  }
}
