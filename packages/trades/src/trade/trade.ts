import type { OrderView } from '../orders/order-view.ts'
import type { CloseReason, TradeRole } from './trade-facts.ts'
import type { DecimalInput, EntryOptions } from './trade-options.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeResult } from './trade-result.ts'
import type { TradeState } from './trade-state.ts'

export interface TradeAddition {
  /** Base asset; rounded down to the step. */
  readonly quantity: DecimalInput
  /** As that of a trade; at the market by default. */
  readonly entry?: EntryOptions
}

export interface TradeAdditionResult {
  /** Base asset. */
  readonly filledQuantity: string
  /** Why less was filled than asked for, in the exchange's words; undefined when nothing was refused. */
  readonly refusal: string | undefined
}

/** A trade under way: an entry, its stop, its take-profits, and whatever it takes to end flat. */
export interface Trade {
  readonly id: string
  readonly plan: TradePlan
  readonly state: TradeState
  /** Base asset that is open by what the exchange has confirmed. */
  readonly openQuantity: string
  /** Every order that it has sent, oldest first. */
  readonly orders: readonly { readonly role: TradeRole; readonly level: number | undefined; readonly view: OrderView }[]
  /**
   * Adds to the position: another entry, by the same rules, under the stop that stands. Stop and take-profits are fitted to
   * the new average and quantity once it is over, the new stop before the old one goes. Resolves then.
   *
   * @throws {TradeStateError} It is not protected, its entry still works, or a part of it has been closed.
   * @throws {ParameterError} The quantity or the entry does not fit.
   */
  add(addition: TradeAddition): Promise<TradeAdditionResult>
  /**
   * Moves the stop to where the trade can no longer lose: the average entry price and twice the fees of the entry. Resolves
   * with the place of the stop once one works there, or further on; it may be there already.
   *
   * @throws {TradeStateError} It is not protected, its entry still works, the price has not won so much yet, or no stop came
   *   to rest there within `timeoutMs` (2,000 by default): the one before it stands, until one does.
   * @throws {StalePriceError} No best price is young enough to tell.
   */
  moveToBreakEven(options?: { readonly timeoutMs?: number }): Promise<{ readonly stopPrice: string }>
  /** Resolves when it is over, whatever the end; never rejects. */
  readonly done: Promise<TradeResult>
  /** Ends it: the entry is cancelled, what is open is closed, nothing is left. Resolves as `done`. */
  close(reason?: CloseReason): Promise<TradeResult>
}
