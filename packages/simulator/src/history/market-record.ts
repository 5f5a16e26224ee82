import type { Random } from '@aster/core'

import type { ExchangeInfoEntry, MarkEvent, RulesEvent, TradeEvent } from '../engine/types.ts'
import { type BarHistory, createBarHistory, keptBars } from './bar-history.ts'
import { inventPast } from './invent-past.ts'
import { type PriceBars, createPriceBars } from './price-bars.ts'
import { type SymbolFormat, createSymbolFormat, readUnits } from './symbol-format.ts'
import { type TradeHistory, createTradeHistory } from './trade-history.ts'

/** What is kept of one symbol's market, and how it is written. */
export interface MarketRecord {
  readonly symbol: string
  readonly format: SymbolFormat
  readonly bars: BarHistory
  readonly trades: TradeHistory
  readonly marks: PriceBars
  readonly indexes: PriceBars
  /** Adds a public trade. */
  onTrade(trade: TradeEvent): void
  /** Takes new rules: what is kept is written as before, what comes counts in the new ticks. */
  onRules(rules: RulesEvent): void
  /** Adds a mark and an index price. */
  onMark(mark: MarkEvent): void
}

/** USDT that changes hands in a typical minute of the invented past. */
const minuteNotional = 500_000

export function createMarketRecord(entry: ExchangeInfoEntry, random: Random): MarketRecord {
  let units = readUnits(entry)
  let format = createSymbolFormat(units)
  const trades = createTradeHistory()
  // One walk for all three: prices of one past belong together.
  const [marks, indexes] = [createPriceBars(random.fork('walk')), createPriceBars(random.fork('walk'))]
  const bars = createBarHistory((endPrice, endTimeMs) =>
    inventPast({
      random: random.fork('walk'),
      endPrice,
      endTimeMs,
      count: keptBars,
      typicalVolume: Math.max(1, Math.round(minuteNotional / Math.max(Number(format.quote(endPrice)), 1e-9))),
    }),
  )
  return {
    symbol: entry.symbol,
    get format() {
      return format
    },
    bars,
    trades,
    marks,
    indexes,
    onRules({ tickPrice }) {
      const ticksFactor = units.tickSize.dividedBy(tickPrice).toNumber()
      if (ticksFactor === 1) return
      units = { ...units, tickSize: units.tickSize.dividedBy(ticksFactor) }
      format = createSymbolFormat(units)
      bars.rescale(ticksFactor)
      trades.rescale(ticksFactor)
    },
    onMark({ markPrice, indexPrice, timeMs }) {
      marks.add(markPrice, timeMs)
      indexes.add(indexPrice, timeMs)
    },
    onTrade(trade) {
      const { tradeId, priceTicks, lots, timeMs, takerSide } = trade
      const isBuyerTaker = takerSide === 'BUY'
      bars.add({ id: tradeId, price: priceTicks, quantity: lots, timeMs, isBuyerTaker })
      trades.add(
        { id: tradeId, price: priceTicks, quantity: lots, timeMs, isBuyerMaker: !isBuyerTaker },
        String(trade.matchId),
      )
    },
  }
}
