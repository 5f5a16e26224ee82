import type { Clock } from '@aster/core'

import type { Engine, MarkView } from '../engine/types.ts'
import type { ExchangeInfo } from '../exchange/exchange-info.ts'
import { computeTicker } from '../history/compute-ticker.ts'
import type { MarketRecord } from '../history/market-record.ts'
import { refuse } from '../http/api-refusal.ts'
import type { Handlers } from '../http/handler.ts'
import {
  type Params,
  readLimit,
  readOptionalInteger,
  readOptionalText,
  readText,
  readTimeWindow,
} from '../http/read-params.ts'

const depthLimits = [5, 10, 20, 50, 100, 500, 1000]

export interface MarketHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly exchangeInfo: () => ExchangeInfo
  readonly getRecord: (symbol: string) => MarketRecord | undefined
}

/** Market data, open to everybody. */
export function createMarketHandlers({ engine, clock, exchangeInfo, getRecord }: MarketHandlerParts): Handlers {
  const readRecord = (params: Params): MarketRecord => {
    const record = getRecord(readText(params, 'symbol'))
    if (record === undefined) throw refuse(-1121)
    return record
  }
  /** One object when a symbol is named, a list of all otherwise. */
  const answerOneOrAll = (params: Params, answer: (symbol: string) => unknown): unknown => {
    const symbol = readOptionalText(params, 'symbol')
    if (symbol === undefined)
      return engine
        .symbols()
        .map(answer)
        .filter((row) => row !== undefined)
    if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
    return answer(symbol)
  }

  return {
    ping: () => ({}),
    getServerTime: () => ({ serverTime: clock.now() }),
    getExchangeInfo: () => ({ ...exchangeInfo(), serverTime: clock.now() }),
    getDepth: ({ params }) => {
      const { symbol } = readRecord(params)
      const limit = readOptionalInteger(params, 'limit') ?? 500
      if (!depthLimits.includes(limit)) throw refuse(-4021, `${limit} is not valid depth limit.`)
      const depth = engine.getDepth(symbol, limit)
      // The symbol's own last id: ids are shared by all symbols, and a client joins snapshot and changes by this one.
      const { updateId } = engine.getTop(symbol)
      return { lastUpdateId: updateId, E: clock.now(), T: depth.timeMs, bids: depth.bids, asks: depth.asks }
    },
    getTrades: ({ params }) =>
      toTradeRows(readRecord(params), { fromId: undefined, limit: readLimit(params, 500, 1000) }),
    getHistoricalTrades: ({ params }) =>
      toTradeRows(readRecord(params), {
        fromId: readOptionalInteger(params, 'fromId'),
        limit: readLimit(params, 500, 1000),
      }),
    getAggTrades: ({ params }) => {
      const record = readRecord(params)
      const fromId = readOptionalInteger(params, 'fromId')
      const { startTime, endTime } = readTimeWindow(params)
      const limit = readLimit(params, 500, 1000)
      const { format } = record
      const rows = record.trades.aggTrades.filter(
        (row) =>
          (fromId === undefined || row.id >= fromId) &&
          (startTime === undefined || row.timeMs >= startTime) &&
          (endTime === undefined || row.timeMs <= endTime),
      )
      return (fromId === undefined && startTime === undefined ? rows.slice(-limit) : rows.slice(0, limit)).map(
        (row) => ({
          a: row.id,
          p: format.price(row.price),
          q: format.quantity(row.quantity),
          f: row.firstTradeId,
          l: row.lastTradeId,
          T: row.timeMs,
          m: row.isBuyerMaker,
        }),
      )
    },
    getPremiumIndex: ({ params }) =>
      answerOneOrAll(params, (symbol) => toPremiumIndex(engine.getMark(symbol), clock.now())),
    getTicker24hr: ({ params }) =>
      answerOneOrAll(params, (symbol) => {
        const record = getRecord(symbol)
        const ticker = record && computeTicker(record, clock.now())
        return ticker && { ...ticker, prevClosePrice: ticker.openPrice }
      }),
    getTickerPrice: ({ params }) =>
      answerOneOrAll(params, (symbol) => ({
        symbol,
        price: engine.getLastPrice(symbol) ?? engine.getMark(symbol).markPrice,
        time: getRecord(symbol)?.trades.last?.timeMs ?? clock.now(),
      })),
    getBookTicker: ({ params }) =>
      answerOneOrAll(params, (symbol) => {
        const top = engine.getTop(symbol)
        return {
          symbol,
          bidPrice: engine.formatPrice(symbol, top.bidTicks),
          bidQty: engine.formatQuantity(symbol, top.bidLots),
          askPrice: engine.formatPrice(symbol, top.askTicks),
          askQty: engine.formatQuantity(symbol, top.askLots),
          time: top.timeMs,
          lastUpdateId: top.updateId,
        }
      }),
  }
}

function toTradeRows(record: MarketRecord, { fromId, limit }: { fromId: number | undefined; limit: number }) {
  const { trades } = record.trades
  const rows = fromId === undefined ? trades.slice(-limit) : trades.filter((row) => row.id >= fromId).slice(0, limit)
  return rows.map((row) => ({
    id: row.id,
    price: record.format.price(row.price),
    qty: record.format.quantity(row.quantity),
    quoteQty: record.format.quote(row.price * row.quantity),
    time: row.timeMs,
    isBuyerMaker: row.isBuyerMaker,
  }))
}

const toPremiumIndex = (mark: MarkView, nowMs: number) => ({
  symbol: mark.symbol,
  markPrice: mark.markPrice,
  indexPrice: mark.indexPrice,
  estimatedSettlePrice: mark.indexPrice,
  lastFundingRate: mark.lastFundingRate,
  nextFundingTime: mark.nextFundingMs,
  interestRate: mark.interestRate,
  time: nowMs,
})
