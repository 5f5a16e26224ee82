import { AsterError } from '@aster/core'

/** Somebody trades on this position already. Wait for its end, or ask its owner. */
export class TradeConflictError extends AsterError {
  override name = 'TradeConflictError'
  readonly symbol: string
  readonly positionSide: string
  readonly owner: string
  constructor(facts: { symbol: string; positionSide: string; owner: string }) {
    super(`${facts.symbol} ${facts.positionSide} belongs to the trade of ${facts.owner}`)
    this.symbol = facts.symbol
    this.positionSide = facts.positionSide
    this.owner = facts.owner
  }
}
