import type { Side } from '@aster/core'

import type { Fill } from '../fills/fill.ts'
import type { TradeRole } from './trade-facts.ts'
import type { TradeState } from './trade-state.ts'

/**
 * Why a trade ended.
 * - `trailingStop`, `breakEven`: by the stop, where it had been moved to.
 * - `unprotected`: no stop could be brought to rest in time.
 * - `elsewhere`: closed by a liquidation, an auto-deleverage or another hand.
 * - `left`: the account closed before it had ended; its report tells what was left. See `state`.
 * - `notFilled`, `refused`: there never was a position.
 */
export type ExitReason =
  | 'takeProfit'
  | 'stop'
  | 'trailingStop'
  | 'breakEven'
  | 'timeStop'
  | 'manual'
  | 'shutdown'
  | 'unprotected'
  | 'elsewhere'
  | 'left'
  | 'notFilled'
  | 'refused'

export interface TradeFill extends Fill {
  readonly role: TradeRole | 'foreign'
}

/** What became of a trade, counted from its own fills. Decimal strings. */
export interface TradeResult {
  readonly tradeId: string
  readonly symbol: string
  readonly side: Side
  /**
   * `protected`: the account closed and left it on the exchange with its stop. `failed` with `left`: the account closed
   * before the exchange had confirmed its end.
   */
  readonly state: Extract<TradeState, 'completed' | 'cancelled' | 'failed' | 'protected'>
  /** Base asset; average price '0' without fills. */
  readonly entry: { readonly quantity: string; readonly averagePrice: string }
  readonly exit: { readonly quantity: string; readonly averagePrice: string }
  readonly exitReason: ExitReason
  /** Quote asset, after the fees charged in it. Funding is not part of it; see `netPnl`. */
  readonly realizedPnl: string
  /** Of the position while the trade lived, negative when it was paid; margin asset. As the user stream told it. */
  readonly funding: string
  /** `realizedPnl` with `funding`. */
  readonly netPnl: string
  /** Charged in the quote asset. */
  readonly fees: string
  /** Charged in any asset, the quote asset included. */
  readonly feesByAsset: Readonly<Record<string, string>>
  /** Time with a position and no acknowledged stop, by the exchange's clock. */
  readonly unprotectedMs: number
  readonly longestUnprotectedMs: number
  readonly fills: readonly TradeFill[]
  /** False when executions are known by their sum only; `realizedPnl` is then an estimate. */
  readonly fillsComplete: boolean
  /** Closed by others without an execution that we could find. Base asset. */
  readonly closedUnseen: string
  /** Size of others on the same side of the position at the end, as far as we know. Base asset. */
  readonly foreignQuantity: string
  /** What was refused, in the exchange's words. */
  readonly refusal: string | undefined
  readonly startedMs: number
  readonly endedMs: number
}
