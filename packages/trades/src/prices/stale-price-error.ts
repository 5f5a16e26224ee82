import { AsterError } from '@aster/core'

/** The best prices are older than allowed and could not be read anew. No order was sent. Wait for the market stream. */
export class StalePriceError extends AsterError {
  override name = 'StalePriceError'
  readonly symbol: string
  /** Undefined when there was never a price. */
  readonly ageMs: number | undefined
  readonly maxAgeMs: number
  constructor(symbol: string, facts: { ageMs: number | undefined; maxAgeMs: number }, options?: ErrorOptions) {
    const age = facts.ageMs === undefined ? 'there is none' : `it is ${Math.round(facts.ageMs)} ms old`
    super(`No order on the price of ${symbol}: ${age}, at most ${facts.maxAgeMs} ms is allowed`, options)
    this.symbol = symbol
    this.ageMs = facts.ageMs
    this.maxAgeMs = facts.maxAgeMs
  }
}
