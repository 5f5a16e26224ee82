import type { MarketRecord } from './market-record.ts'
import { formatPercent } from './symbol-format.ts'

const dayMs = 86_400_000

/** Rolling 24 hours of one symbol, as texts. Minutes are whole: the window begins at the minute 24 hours ago. */
export interface Ticker {
  readonly symbol: string
  readonly priceChange: string
  readonly priceChangePercent: string
  readonly weightedAvgPrice: string
  readonly lastPrice: string
  readonly lastQty: string
  readonly openPrice: string
  readonly highPrice: string
  readonly lowPrice: string
  readonly volume: string
  readonly quoteVolume: string
  readonly openTime: number
  readonly closeTime: number
  readonly firstId: number
  readonly lastId: number
  readonly count: number
}

/** Computes the ticker from the minute bars; undefined before any price is known. */
export function computeTicker(record: MarketRecord, nowMs: number): Ticker | undefined {
  const { format } = record
  const day = record.bars.summarize(nowMs - dayMs, nowMs)
  if (day === undefined) return undefined
  return {
    symbol: record.symbol,
    priceChange: format.price(day.close - day.open),
    priceChangePercent: formatPercent(day.close - day.open, day.open),
    weightedAvgPrice: format.price(day.volume === 0 ? day.close : Math.round(day.quoteVolume / day.volume)),
    lastPrice: format.price(day.close),
    lastQty: format.quantity(record.trades.last?.quantity ?? 0),
    openPrice: format.price(day.open),
    highPrice: format.price(day.high),
    lowPrice: format.price(day.low),
    volume: format.quantity(day.volume),
    quoteVolume: format.quote(day.quoteVolume),
    openTime: day.openTimeMs,
    closeTime: nowMs,
    firstId: day.firstTradeId,
    lastId: day.lastTradeId,
    count: day.trades,
  }
}
