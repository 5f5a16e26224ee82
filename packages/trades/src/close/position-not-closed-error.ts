import { AsterError } from '@aster/core'

/** The position is still open although closing it was tried for the whole time. Its stop still rests. Try again, or by hand. */
export class PositionNotClosedError extends AsterError {
  override name = 'PositionNotClosedError'
  readonly symbol: string
  readonly positionSide: string
  /** Base asset, negative for shorts. */
  readonly quantity: string
  constructor(facts: { symbol: string; positionSide: string; quantity: string }, options?: ErrorOptions) {
    super(`${facts.symbol} ${facts.positionSide} still holds ${facts.quantity}`, options)
    this.symbol = facts.symbol
    this.positionSide = facts.positionSide
    this.quantity = facts.quantity
  }
}
