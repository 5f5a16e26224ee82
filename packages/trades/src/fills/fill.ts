import type { Open, PositionSide, Side } from '@aster/core'

/** One execution. Prices and quantities are decimal strings; the fee is what was charged, negative for a rebate. */
export interface Fill {
  readonly symbol: string
  readonly orderId: string
  /** Unique per symbol. */
  readonly tradeId: string
  readonly side: Open<Side>
  readonly positionSide: Open<PositionSide>
  /** Quote asset per base asset. */
  readonly price: string
  /** Base asset. */
  readonly quantity: string
  readonly liquidity: 'maker' | 'taker'
  /** In `feeAsset`; '0' when nothing was charged. */
  readonly fee: string
  readonly feeAsset: string | undefined
  /** The exchange's own figure, before fees. */
  readonly realizedPnl: string
  /** When the exchange executed it. */
  readonly timeMs: number
}

/** What tells two executions apart: on a trade with oneself both orders carry the same trade id. */
export const fillKey = (fill: Pick<Fill, 'symbol' | 'orderId' | 'tradeId'>): string =>
  `${fill.symbol}:${fill.orderId}:${fill.tradeId}`

/**
 * Two reports of one execution become one. The choice depends on the reports alone, never on which came first:
 * the one that names a fee wins, then the larger text.
 */
export function mergeFill(a: Fill, b: Fill): Fill {
  if ((a.feeAsset === undefined) !== (b.feeAsset === undefined)) return a.feeAsset === undefined ? b : a
  return canonicalText(a) >= canonicalText(b) ? a : b
}

const canonicalText = (fill: Fill): string =>
  [fill.price, fill.quantity, fill.fee, fill.feeAsset, fill.realizedPnl, fill.liquidity, fill.timeMs, fill.side].join(
    '|',
  )

/** Trade ids are whole numbers in text: the shorter is the earlier. */
export const compareTradeIds = (a: string, b: string): number =>
  a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length
