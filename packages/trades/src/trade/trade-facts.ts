import type { SymbolRules } from '@aster/core'

import type { Fill } from '../fills/fill.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeMemory } from './trade-memory.ts'
import type { TradePlan } from './trade-plan.ts'

export type TradeRole = 'entry' | 'stop' | 'trailing' | 'takeProfit' | 'exit'

/** One order of a trade and what it is for. */
export interface TradeOrder {
  readonly role: TradeRole
  /** Of a take-profit: its place in the ladder. */
  readonly level: number | undefined
  readonly view: OrderView
  /** Since we took its id, on our own clock. */
  readonly ageMs: number
}

/** Why a trade was asked to close. */
export type CloseReason = 'manual' | 'shutdown'

/** Everything that a decision about a trade rests on. */
export interface TradeFacts {
  readonly plan: TradePlan
  readonly rules: SymbolRules
  readonly orders: readonly TradeOrder[]
  /** Executions on the same position by orders that are not the trade's: a liquidation, another hand. */
  readonly foreignFills: readonly Fill[]
  readonly memory: TradeMemory
  /** The procedure that works the entry has not ended. */
  readonly entryRuns: boolean
  /** The exchange's time, as well as we know it. */
  readonly nowMs: number
}
