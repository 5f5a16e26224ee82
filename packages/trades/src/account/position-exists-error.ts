import { AsterError } from '@aster/core'

/** A trade needs a flat position to start from: its stop closes whatever is open. Close the position first. */
export class PositionExistsError extends AsterError {
  override name = 'PositionExistsError'
  readonly symbol: string
  readonly positionSide: string
  /** Base asset, negative for shorts. */
  readonly quantity: string
  constructor(facts: { symbol: string; positionSide: string; quantity: string }) {
    super(`${facts.symbol} ${facts.positionSide} holds ${facts.quantity} already; a trade starts flat`)
    this.symbol = facts.symbol
    this.positionSide = facts.positionSide
    this.quantity = facts.quantity
  }
}
