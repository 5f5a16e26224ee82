import { AsterError } from '@aster/core'

/**
 * The price has not won what break-even needs, or no stop came to rest there. The stop that stood still stands: ask again
 * once the price has gone further.
 */
export class BreakEvenNotReachedError extends AsterError {
  override name = 'BreakEvenNotReachedError'
  readonly symbol: string
  /** Quote asset per base asset: where the stop was to stand. */
  readonly breakEvenPrice: string
  constructor(facts: { readonly symbol: string; readonly breakEvenPrice: string; readonly reason: string }) {
    super(`the stop of ${facts.symbol} does not move to ${facts.breakEvenPrice}: ${facts.reason}`)
    this.symbol = facts.symbol
    this.breakEvenPrice = facts.breakEvenPrice
  }
}
