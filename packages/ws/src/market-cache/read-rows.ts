import type { KlineInterval } from '@aster/api'

import type { Bar, DayStatistics, MarkAndFunding, MarketReads, RecentTrade, Touch } from './market-cache.ts'

type Read<Name extends keyof MarketReads> = Awaited<ReturnType<NonNullable<MarketReads[Name]>>>

// What REST says, in the words of the streams.

export const toBars = (symbol: string, interval: KlineInterval, rows: Read<'getKlines'>): readonly Bar[] =>
  rows.map(({ openTime, closeTime, count, open, high, low, close, volume, quoteVolume }) => ({
    symbol,
    interval,
    openTimeMs: openTime,
    closeTimeMs: closeTime,
    open,
    high,
    low,
    close,
    volume,
    quoteVolume,
    tradeCount: count,
  }))

export const toTouch = (row: Read<'getBookTicker'>): Touch => ({
  bestBid: row.bidPrice,
  bestBidQuantity: row.bidQty,
  bestAsk: row.askPrice,
  bestAskQuantity: row.askQty,
})

export const toMark = (row: Read<'getPremiumIndex'>): MarkAndFunding => ({
  eventTimeMs: row.time,
  markPrice: row.markPrice,
  indexPrice: row.indexPrice,
  estimatedSettlePrice: row.estimatedSettlePrice,
  fundingRate: row.lastFundingRate,
  nextFundingTimeMs: row.nextFundingTime,
})

export const toTrades = (rows: Read<'getAggTrades'>): readonly RecentTrade[] =>
  rows.map(({ a, p, q, f, l, T, m }) => ({
    aggregateTradeId: a,
    price: p,
    quantity: q,
    firstTradeId: f,
    lastTradeId: l,
    tradeTimeMs: T,
    isBuyerMaker: m,
  }))

export const toDayStatistics = (row: Read<'getTicker24hr'>): DayStatistics => ({
  eventTimeMs: row.closeTime,
  priceChange: row.priceChange,
  priceChangePercent: row.priceChangePercent,
  weightedAveragePrice: row.weightedAvgPrice,
  lastPrice: row.lastPrice,
  lastQuantity: row.lastQty,
  open: row.openPrice,
  high: row.highPrice,
  low: row.lowPrice,
  volume: row.volume,
  quoteVolume: row.quoteVolume,
  openTimeMs: row.openTime,
  closeTimeMs: row.closeTime,
  firstTradeId: row.firstId,
  lastTradeId: row.lastId,
  tradeCount: row.count,
})
