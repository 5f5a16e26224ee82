import type { PositionSide, Side } from '@aster/core'

export interface BboOptions {
  readonly symbol: string
  readonly side: Side
  /** Base asset; rounded down to the step. */
  readonly quantity: string | number
  /** Needed in hedge mode. */
  readonly positionSide?: PositionSide | undefined
  readonly reduceOnly?: boolean | undefined
  /** Ticks behind the best price. */
  readonly ticksDistance?: number | undefined
  /** Used when the account knows no price that is young enough, and only for the first placement. */
  readonly bestBid?: string | undefined
  readonly bestAsk?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Part of the client order ids, at most 4 characters. */
  readonly label?: string | undefined
}

export interface BboRetryOptions extends BboOptions {
  /** Placements after the first; 2 by default. */
  readonly maxRetries?: number | undefined
  /** How long each placement waits before its price is looked at again; 1,000 by default. */
  readonly fillTimeoutMs?: number | undefined
  /** How far the best price may run from the first one, in percent; 0.5 by default. */
  readonly maxChasePercent?: number | undefined
  /** For the whole; 60,000 by default. */
  readonly deadlineMs?: number | undefined
  /** How the order gets to a new price: cancelled and placed anew, the default, or moved by the exchange (V3). */
  readonly reprice?: 'replace' | 'amend' | undefined
  /** What happens to the rest at the end: given up, or taken from the market within the chase limit. */
  readonly finalAction?: 'cancel' | 'cross' | undefined
  /** Chooses the id of each order; the account's by default. */
  readonly nextId?: (() => string) | undefined
  /** Told the id of each order before it is sent. */
  readonly onOrder?: ((clientOrderId: string) => void) | undefined
}

export interface BboResult {
  /** Base asset; all that was asked for, rounded down to the step. */
  readonly filledQuantity: string
  readonly averagePrice: string
  readonly clientOrderIds: readonly string[]
}
