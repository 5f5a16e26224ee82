import type { TradeOrderId } from './create-trade-book.ts'
import type { TradeMemory } from './trade-memory.ts'

/**
 * A trade as an earlier process left it. What is known of its orders has to be in the account's order tracker; an id of
 * which nothing is there was never used.
 */
export interface TradeResumption {
  readonly memory: TradeMemory
  readonly orders: readonly TradeOrderId[]
  /** Of the first event; 0 by default. */
  readonly sequence?: number | undefined
}
