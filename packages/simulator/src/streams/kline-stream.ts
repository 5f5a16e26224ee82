import type { Bar } from '../history/bar.ts'
import { type KlineInterval, nextBar } from '../history/kline-interval.ts'
import type { MarketRecord } from '../history/market-record.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

const intervalMs = 250

/** The running bar when it changed, and each bar once more when it has closed. */
export function createKlineStream(
  { clock, ticks, publish }: StreamParts,
  record: MarketRecord,
  interval: KlineInterval,
): LiveStream {
  let openTimeMs: number | undefined
  let sentTrades = -1

  const send = (bar: Bar, isClosed: boolean) =>
    publish(() => JSON.stringify(toPayload(record, interval, bar, isClosed, clock.now())))

  const flush = () => {
    const now = clock.now()
    const bar = record.bars.current(interval, now)
    if (bar === undefined) return
    if (openTimeMs !== undefined && bar.openTimeMs > openTimeMs) {
      const closed = { interval, startTime: openTimeMs, endTime: bar.openTimeMs - 1, limit: 1500 }
      for (const old of record.bars.list(closed, now)) send(old, true)
      sentTrades = 0
    }
    openTimeMs = bar.openTimeMs
    if (bar.trades === sentTrades) return
    sentTrades = bar.trades
    send(bar, false)
  }

  return {
    stop: ticks.every(intervalMs, flush),
    onJoin() {
      sentTrades = -1
      return undefined
    },
  }
}

function toPayload(
  { format, symbol }: MarketRecord,
  interval: KlineInterval,
  bar: Bar,
  isClosed: boolean,
  nowMs: number,
) {
  return {
    e: 'kline',
    E: nowMs,
    s: symbol,
    k: {
      t: bar.openTimeMs,
      T: nextBar(interval, bar.openTimeMs) - 1,
      s: symbol,
      i: interval,
      f: bar.firstTradeId,
      L: bar.lastTradeId,
      o: format.price(bar.open),
      c: format.price(bar.close),
      h: format.price(bar.high),
      l: format.price(bar.low),
      v: format.quantity(bar.volume),
      n: bar.trades,
      x: isClosed,
      q: format.quote(bar.quoteVolume),
      V: format.quantity(bar.buyVolume),
      Q: format.quote(bar.buyQuoteVolume),
      B: '0',
    },
  }
}
