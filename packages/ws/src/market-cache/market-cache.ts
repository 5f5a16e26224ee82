import type { AggTradeEvent, DepthLevel, KlineInterval, MarkPriceEvent, TickerEvent } from '@aster/api'
import type { Clock, Random } from '@aster/core'

import type { StreamClient } from '../stream-client/stream-client.ts'
import type { ReportIncident } from '../stream-incident.ts'

/** A bar. Prices in quote asset per base asset, volumes in base asset unless named otherwise. */
export interface Bar {
  readonly symbol: string
  readonly interval: KlineInterval
  readonly openTimeMs: number
  /** The last millisecond of the bar. */
  readonly closeTimeMs: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly quoteVolume: string
  readonly tradeCount: number
}

/** A bar that will not change any more. */
export interface ClosedBar extends Bar {
  /** `stream`: its closing frame came. `read`: it was read by `getKlines`. `last`: its last frame before the next bar, for want of `getKlines`. */
  readonly source: 'stream' | 'read' | 'last'
  /** Bars between the one before and this one that nobody has. */
  readonly isAfterGap: boolean
}

/** A value and how old it is. */
export interface Aged<Value> {
  readonly value: Value
  /** Milliseconds since it came, by the monotonic clock. */
  readonly ageMs: number
  /** False while its stream is down, stale or not confirmed: the value may be outdated however young it is. */
  readonly isLive: boolean
}

export interface Touch {
  readonly bestBid: string
  readonly bestBidQuantity: string
  readonly bestAsk: string
  readonly bestAskQuantity: string
}

export type MarkAndFunding = Omit<MarkPriceEvent, 'type' | 'symbol'>
export type DayStatistics = Omit<TickerEvent, 'type' | 'symbol'>
export type RecentTrade = Omit<AggTradeEvent, 'type' | 'symbol' | 'eventTimeMs'>

/** The top of the book, best first. */
export interface TopLevels {
  readonly lastUpdateId: number
  readonly bids: readonly DepthLevel[]
  readonly asks: readonly DepthLevel[]
}

/** What is read by REST, in the exchange's own words: `client.market` of `@aster/rest` fits. Each may be absent. */
export interface MarketReads {
  readonly getKlines?: (request: {
    readonly symbol: string
    readonly interval: KlineInterval
    readonly startTime?: number
    readonly limit: number
  }) => Promise<
    readonly (Omit<Bar, 'symbol' | 'interval' | 'openTimeMs' | 'closeTimeMs' | 'tradeCount'> & {
      readonly openTime: number
      readonly closeTime: number
      readonly count: number
    })[]
  >
  readonly getBookTicker?: (request: { readonly symbol: string }) => Promise<{
    readonly bidPrice: string
    readonly bidQty: string
    readonly askPrice: string
    readonly askQty: string
  }>
  readonly getPremiumIndex?: (request: { readonly symbol: string }) => Promise<{
    readonly markPrice: string
    readonly indexPrice: string
    readonly estimatedSettlePrice: string
    readonly lastFundingRate: string
    readonly nextFundingTime: number
    readonly time: number
  }>
  readonly getAggTrades?: (request: {
    readonly symbol: string
    readonly fromId?: string
    readonly limit: number
  }) => Promise<
    readonly {
      readonly a: string
      readonly p: string
      readonly q: string
      readonly f: string
      readonly l: string
      readonly T: number
      readonly m: boolean
    }[]
  >
  readonly getDepth?: (request: { readonly symbol: string; readonly limit: 5 | 10 | 20 }) => Promise<TopLevels>
  readonly getTicker24hr?: (request: { readonly symbol: string }) => Promise<{
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
    readonly firstId: string
    readonly lastId: string
    readonly count: number
  }>
}

/** What to keep, per symbol. Nothing is followed that is not asked for. */
export interface MarketCacheKeep {
  readonly touch?: boolean
  readonly mark?: boolean
  readonly ticker?: boolean
  /** Bars by interval: how many closed ones are kept, 1 to 1,500. */
  readonly bars?: Readonly<Partial<Record<KlineInterval, number>>>
  /** Newest aggregate trades. */
  readonly trades?: number
  /** Levels a side. */
  readonly levels?: 5 | 10 | 20
}

export interface MarketCacheOptions {
  readonly streams: StreamClient
  readonly clock: Clock
  /** Spreads retries; the machine's own source when absent. */
  readonly random?: Random
  readonly symbols: readonly string[]
  readonly keep: MarketCacheKeep
  readonly reads: MarketReads
  /** Each bar that closes from now on, once, in order. Bars from before the start are there without being told. */
  readonly onBar?: (bar: ClosedBar) => unknown
  readonly onIncident?: ReportIncident
  /** How long after its end a bar may close by the stream before it is read. 2,000 by default. */
  readonly closeGraceMs?: number
}

/** The latest of many symbols, with ages, in memory that does not grow. */
export interface MarketCache extends AsyncDisposable {
  /** Resolves when every stream is confirmed and everything that can be read has been; rejects when closed before. */
  readonly ready: Promise<void>
  touch(symbol: string): Aged<Touch> | undefined
  mark(symbol: string): Aged<MarkAndFunding> | undefined
  ticker(symbol: string): Aged<DayStatistics> | undefined
  levels(symbol: string): Aged<TopLevels> | undefined
  /** The bar that is under way. */
  runningBar(symbol: string, interval: KlineInterval): Aged<Bar> | undefined
  /** The newest closed bar. */
  lastBar(symbol: string, interval: KlineInterval): Aged<ClosedBar> | undefined
  /** The newest closed bars, oldest first; fewer where there are not as many without a gap. */
  bars(symbol: string, interval: KlineInterval, count: number): readonly ClosedBar[]
  /** The newest `count` closed bars as one, the bar that ends now whatever the time; undefined unless there are as many without a gap. */
  rollingBar(symbol: string, interval: KlineInterval, count: number): Bar | undefined
  /** Trades of the last `withinMs` milliseconds, oldest first. */
  trades(
    symbol: string,
    withinMs: number,
  ): Aged<readonly RecentTrade[]> & {
    /** True when none of them can be missing. */
    readonly isComplete: boolean
  }
  close(): void
}
