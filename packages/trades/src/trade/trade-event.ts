import type { Fill } from '../fills/fill.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeRole } from './trade-facts.ts'
import type { TradeMemory } from './trade-memory.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeResult } from './trade-result.ts'
import type { TradeCause, TradeState } from './trade-state.ts'

interface Stamp {
  readonly tradeId: string
  readonly symbol: string
  /** From 0, without holes. */
  readonly sequence: number
  /** Our clock. */
  readonly atMs: number
}

/** Something that happened to a trade. Events come in order, each once. */
export type TradeEvent = Stamp &
  (
    | { readonly type: 'created'; readonly plan: TradePlan }
    /** Another process goes on with a trade that it found in the journal. */
    | { readonly type: 'resumed'; readonly plan: TradePlan; readonly memory: TradeMemory }
    /** What cannot be read from the exchange again has changed. */
    | { readonly type: 'memory'; readonly memory: TradeMemory }
    /** An id was taken for an order of the trade; told before the order's intent. */
    | {
        readonly type: 'orderId'
        readonly clientOrderId: string
        readonly role: TradeRole
        readonly level: number | undefined
      }
    | { readonly type: 'transition'; readonly from: TradeState; readonly to: TradeState; readonly cause: TradeCause }
    /** An order of the trade came to a new state. */
    | {
        readonly type: 'order'
        readonly role: TradeRole
        readonly level: number | undefined
        readonly order: OrderView
      }
    | { readonly type: 'fill'; readonly role: TradeRole | 'foreign'; readonly fill: Fill }
    /** Something unforeseen; the exchange is asked for the truth. */
    | { readonly type: 'incident'; readonly what: TradeIncident; readonly detail: string }
    | { readonly type: 'result'; readonly result: TradeResult }
  )

export type TradeIncident =
  | 'unforeseenMove'
  | 'stopRefused'
  | 'trailingRefused'
  | 'takeProfitRefused'
  | 'takeProfitsTooSmall'
  | 'exitRefused'
  | 'cancelFailed'
  | 'entryFailed'
  | 'foreignPosition'
  | 'closedElsewhere'
  | 'observerFailed'
