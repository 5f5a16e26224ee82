import { type Ticker, computeTicker } from '../history/compute-ticker.ts'
import type { MarketRecord } from '../history/market-record.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

const oneIntervalMs = 500
const allIntervalMs = 1000

export type TickerKind = 'ticker' | 'miniTicker'

/**
 * Rolling 24 hours, when there was a trade.
 *
 * @param record - Undefined for all symbols: then a list of those that changed.
 */
export function createTickerStream(
  { clock, ticks, publish, records }: StreamParts,
  kind: TickerKind,
  record: MarketRecord | undefined,
): LiveStream {
  /** Last trade id that was told, by symbol. */
  const told = new Map<string, number>()

  const readChanged = (from: Iterable<MarketRecord>): object[] => {
    const now = clock.now()
    const rows: object[] = []
    for (const each of from) {
      const lastId = each.trades.last?.id ?? 0
      if (told.get(each.symbol) === lastId) continue
      const ticker = computeTicker(each, now)
      if (ticker === undefined) continue
      told.set(each.symbol, lastId)
      rows.push(kind === 'ticker' ? toTicker(ticker, now) : toMiniTicker(ticker, now))
    }
    return rows
  }

  const flush = () => {
    const rows = readChanged(record === undefined ? records() : [record])
    if (rows.length > 0) publish(() => JSON.stringify(record === undefined ? rows : rows[0]))
  }

  return {
    stop: ticks.every(record === undefined ? allIntervalMs : oneIntervalMs, flush),
    onJoin() {
      told.clear()
      return undefined
    },
  }
}

const toMiniTicker = (ticker: Ticker, nowMs: number) => ({
  e: '24hrMiniTicker',
  E: nowMs,
  s: ticker.symbol,
  c: ticker.lastPrice,
  o: ticker.openPrice,
  h: ticker.highPrice,
  l: ticker.lowPrice,
  v: ticker.volume,
  q: ticker.quoteVolume,
})

const toTicker = (ticker: Ticker, nowMs: number) => ({
  e: '24hrTicker',
  E: nowMs,
  s: ticker.symbol,
  p: ticker.priceChange,
  P: ticker.priceChangePercent,
  w: ticker.weightedAvgPrice,
  c: ticker.lastPrice,
  Q: ticker.lastQty,
  o: ticker.openPrice,
  h: ticker.highPrice,
  l: ticker.lowPrice,
  v: ticker.volume,
  q: ticker.quoteVolume,
  O: ticker.openTime,
  C: ticker.closeTime,
  F: ticker.firstId,
  L: ticker.lastId,
  n: ticker.count,
})
