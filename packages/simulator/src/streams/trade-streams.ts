import type { MarketRecord } from '../history/market-record.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

const aggTradeIntervalMs = 100
/** The all-zero hash of trades whose place on a chain nobody shows. */
const noHash = `0X${'0'.repeat(64)}`

/** Fills of one taker order at one price, merged. */
export function createAggTradeStream({ clock, ticks, publish }: StreamParts, record: MarketRecord): LiveStream {
  const { format, symbol } = record
  let lastSentId = record.trades.aggTrades.at(-1)?.id ?? 0

  const flush = () => {
    const { aggTrades } = record.trades
    let from = aggTrades.length
    while (from > 0 && (aggTrades[from - 1] as { id: number }).id > lastSentId) from--
    for (const trade of aggTrades.slice(from)) {
      lastSentId = trade.id
      publish(() =>
        JSON.stringify({
          e: 'aggTrade',
          E: clock.now(),
          s: symbol,
          a: trade.id,
          p: format.price(trade.price),
          q: format.quantity(trade.quantity),
          f: trade.firstTradeId,
          l: trade.lastTradeId,
          T: trade.timeMs,
          m: trade.isBuyerMaker,
        }),
      )
    }
  }

  return { stop: ticks.every(aggTradeIntervalMs, flush) }
}

/** Single fills in real time. There is no chain here: the hash is zero, the addresses are hidden. */
export function createTradeProStream({ clock, publish }: StreamParts, record: MarketRecord): LiveStream {
  const { format, symbol } = record
  return {
    onEvent(event) {
      if (event.kind !== 'trade') return
      publish(() =>
        JSON.stringify({
          e: 'tradepro',
          E: clock.now(),
          T: event.timeMs,
          s: symbol,
          t: event.tradeId,
          p: format.price(event.priceTicks),
          q: format.quantity(event.lots),
          h: noHash,
          m: ['hidden', 'hidden'],
        }),
      )
    },
  }
}
