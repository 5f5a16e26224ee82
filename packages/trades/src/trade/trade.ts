import type { OrderView } from '../orders/order-view.ts'
import type { CloseReason, TradeRole } from './trade-facts.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeResult } from './trade-result.ts'
import type { TradeState } from './trade-state.ts'

/** A trade under way: an entry, its stop, its take-profits, and whatever it takes to end flat. */
export interface Trade {
  readonly id: string
  readonly plan: TradePlan
  readonly state: TradeState
  /** Base asset that is open by what the exchange has confirmed. */
  readonly openQuantity: string
  /** Every order that it has sent, oldest first. */
  readonly orders: readonly { readonly role: TradeRole; readonly level: number | undefined; readonly view: OrderView }[]
  /** Resolves when it is over, whatever the end; never rejects. */
  readonly done: Promise<TradeResult>
  /** Ends it: the entry is cancelled, what is open is closed, nothing is left. Resolves as `done`. */
  close(reason?: CloseReason): Promise<TradeResult>
}
