import { AsterError } from '@aster/core'

/** No stop could be brought to rest in time, so the position was closed again. See `cause` for what was in the way. */
export class PositionUnprotectedError extends AsterError {
  override name = 'PositionUnprotectedError'
  readonly symbol: string
  readonly positionSide: string
  constructor(facts: { readonly symbol: string; readonly positionSide: string }, options?: ErrorOptions) {
    super(`${facts.symbol} ${facts.positionSide} got no stop in time and was closed`, options)
    this.symbol = facts.symbol
    this.positionSide = facts.positionSide
  }
}
