import { AsterError } from '@aster/core'

import type { TradeState } from './trade-state.ts'

/** A trade can be added to, or its stop moved, only while it is protected and its entry is over. Says what is in the way. */
export class TradeStateError extends AsterError {
  override name = 'TradeStateError'
  readonly tradeId: string
  readonly state: TradeState
  constructor(facts: {
    readonly tradeId: string
    readonly state: TradeState
    /** What cannot be done to it: `be added to` by default. */
    readonly what?: string
    readonly reason: string
  }) {
    super(`${facts.tradeId} is ${facts.state} and cannot ${facts.what ?? 'be added to'}: ${facts.reason}`)
    this.tradeId = facts.tradeId
    this.state = facts.state
  }
}
