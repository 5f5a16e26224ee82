import { AsterError } from '@aster/core'

import type { TradeState } from './trade-state.ts'

/** A trade can be added to only while it is protected, its entry is over and nothing of it has been closed. Nothing was sent. */
export class TradeStateError extends AsterError {
  override name = 'TradeStateError'
  readonly tradeId: string
  readonly state: TradeState
  constructor(facts: { readonly tradeId: string; readonly state: TradeState; readonly reason: string }) {
    super(`${facts.tradeId} is ${facts.state} and cannot be added to: ${facts.reason}`)
    this.tradeId = facts.tradeId
    this.state = facts.state
  }
}
