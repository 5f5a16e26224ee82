import type { Clock } from '@aster/core'

import type { BarHistory } from '../history/bar-history.ts'
import type { Bar } from '../history/bar.ts'
import { type KlineInterval, isKlineInterval, nextBar } from '../history/kline-interval.ts'
import type { MarketRecord } from '../history/market-record.ts'
import type { PriceBars } from '../history/price-bars.ts'
import { refuse } from '../http/api-refusal.ts'
import type { Handlers } from '../http/handler.ts'
import { type Params, readLimit, readText, readTimeWindow, readWord } from '../http/read-params.ts'

export interface KlineHandlerParts {
  readonly clock: Clock
  readonly getRecord: (symbol: string) => MarketRecord | undefined
}

/** Bars of trades, of the mark price and of the index price. */
export function createKlineHandlers({ clock, getRecord }: KlineHandlerParts): Handlers {
  const readRecord = (params: Params, name: 'symbol' | 'pair'): MarketRecord => {
    const record = getRecord(readText(params, name))
    if (record === undefined) throw refuse(name === 'pair' ? -4144 : -1121)
    return record
  }
  const list = (params: Params, bars: BarHistory, toRow: (bar: Bar, closeTime: number) => unknown) => {
    const interval: string = readText(params, 'interval')
    if (!isKlineInterval(interval)) throw refuse(-1120)
    const query = { interval, ...readTimeWindow(params), limit: readLimit(params, 500, 1500) }
    return bars.list(query, clock.now()).map((bar) => toRow(bar, closeTimeOf(interval, bar)))
  }
  const listTrades = (params: Params, record: MarketRecord) =>
    list(params, record.bars, (bar, closeTime) => toKlineRow(bar, closeTime, record))
  const listPrices = (params: Params, prices: PriceBars) =>
    list(params, prices.bars, (bar, closeTime) => toPriceRow(bar, closeTime, prices))

  return {
    getKlines: ({ params }) => listTrades(params, readRecord(params, 'symbol')),
    getContinuousKlines: ({ params }) => {
      readWord(params, 'contractType', ['PERPETUAL'], -4104)
      return listTrades(params, readRecord(params, 'pair'))
    },
    getMarkPriceKlines: ({ params }) => listPrices(params, readRecord(params, 'symbol').marks),
    getIndexPriceKlines: ({ params }) => listPrices(params, readRecord(params, 'pair').indexes),
  }
}

/** The last millisecond of the bar. */
const closeTimeOf = (interval: KlineInterval, bar: Bar): number => nextBar(interval, bar.openTimeMs) - 1

function toKlineRow(bar: Bar, closeTime: number, { format }: MarketRecord) {
  return [
    bar.openTimeMs,
    format.price(bar.open),
    format.price(bar.high),
    format.price(bar.low),
    format.price(bar.close),
    format.quantity(bar.volume),
    closeTime,
    format.quote(bar.quoteVolume),
    bar.trades,
    format.quantity(bar.buyVolume),
    format.quote(bar.buyQuoteVolume),
    '0',
  ]
}

function toPriceRow(bar: Bar, closeTime: number, prices: PriceBars) {
  const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map((price) => prices.format(price))
  return [bar.openTimeMs, open, high, low, close, '0', closeTime, '0', bar.trades, '0', '0', '0']
}
