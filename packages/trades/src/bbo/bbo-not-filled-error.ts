import { AsterError } from '@aster/core'

/**
 * - `retriesExhausted`: every placement had its time.
 * - `chaseLimit`: the best price ran further from the first one than allowed.
 * - `deadline`: the time for the whole was up.
 * - `remainderTooSmall`: what is left is below the minimum of an order.
 * - `canceledElsewhere`: another hand cancelled the order.
 */
export type BboEnd = 'retriesExhausted' | 'chaseLimit' | 'deadline' | 'remainderTooSmall' | 'canceledElsewhere'

/** The quantity did not fill completely. Nothing of it rests any more; what has filled is in the fields. */
export class BboNotFilledError extends AsterError {
  override name = 'BboNotFilledError'
  readonly end: BboEnd
  /** Base asset. */
  readonly filledQuantity: string
  /** '0' when nothing filled. */
  readonly averagePrice: string
  readonly clientOrderIds: readonly string[]
  constructor(
    facts: {
      readonly symbol: string
      readonly end: BboEnd
      readonly filledQuantity: string
      readonly averagePrice: string
      readonly clientOrderIds: readonly string[]
    },
    options?: ErrorOptions,
  ) {
    super(
      `${facts.symbol}: filled ${facts.filledQuantity} at ${facts.averagePrice} after ${facts.clientOrderIds.length} orders (${facts.end})`,
      options,
    )
    this.end = facts.end
    this.filledQuantity = facts.filledQuantity
    this.averagePrice = facts.averagePrice
    this.clientOrderIds = facts.clientOrderIds
  }
}
