import { type KlineInterval, klineIntervals } from '@aster/api'
import { createSystemRandom } from '@aster/core'

import { callHandler } from '../call-handler.ts'
import { createBackoff } from '../link/create-backoff.ts'
import type { SubscriptionState } from '../stream-client/create-stream-entry.ts'
import type { Subscription, WatchOptions } from '../stream-client/subscription.ts'
import { createIncidentReporter } from '../stream-incident.ts'
import { type BarSeries, createBarSeries } from './create-bar-series.ts'
import { type CallLanes, createCallLanes } from './create-call-lanes.ts'
import { createLatestValue, type LatestValue } from './create-latest-value.ts'
import { createTradeTape, type TradeTape } from './create-trade-tape.ts'
import { createWarmUpQueue } from './create-warm-up-queue.ts'
import type {
  Aged,
  Bar,
  DayStatistics,
  MarkAndFunding,
  MarketCache,
  MarketCacheOptions,
  TopLevels,
  Touch,
} from './market-cache.ts'
import { toBars, toDayStatistics, toMark, toTouch, toTrades } from './read-rows.ts'
import { rollBars } from './roll-bars.ts'

const lanes = 4
const mostTrades = 1_000

interface Kept<Content> {
  readonly content: Content
  readonly state: () => SubscriptionState
}

/**
 * Keeps the latest of many symbols: touch, mark and funding, bars, trades, top levels, day statistics; each with its age.
 * Everything is read once at the start and again after a gap, as far as `reads` allows.
 *
 * @example
 * const cache = createMarketCache({ streams, clock, symbols, keep: { touch: true, bars: { '1m': 600 } }, reads: client.market, onBar })
 * await cache.ready
 * const touch = cache.touch('BTCUSDT')
 * if (touch !== undefined && touch.isLive && touch.ageMs < 2_000) quote(touch.value)
 */
export function createMarketCache(options: MarketCacheOptions): MarketCache {
  const { streams, clock, random = createSystemRandom(), symbols, keep, reads, onBar, closeGraceMs = 2_000 } = options
  const report = createIncidentReporter(options.onIncident)
  const closing = new AbortController()
  const { signal } = closing
  const calls: CallLanes = createCallLanes({
    clock,
    signal,
    lanes,
    onFailure: (error) => report({ type: 'snapshotFailed', message: 'Market data could not be read', error }),
  })
  const call = <Result>(make: () => Promise<Result>) => calls.run(make, () => createBackoff(random, 500, 15_000))

  const touches = new Map<string, LatestValue<Touch>>()
  const marks = new Map<string, LatestValue<MarkAndFunding>>()
  const tickers = new Map<string, LatestValue<DayStatistics>>()
  const tops = new Map<string, LatestValue<TopLevels>>()
  const tapes = new Map<string, Kept<TradeTape> & { atMs: number; gaps: number }>()
  const series = new Map<string, Kept<BarSeries>>()
  const starting: Promise<unknown>[] = []

  const later = (work: Promise<unknown>) => void work.catch(() => {})

  /** A value with a stream of its own, read at the start and after each gap. */
  const follow = <Value>(
    values: Map<string, LatestValue<Value>>,
    symbol: string,
    watch: (value: LatestValue<Value>, options: WatchOptions) => Subscription,
    read: ((value: LatestValue<Value>, askedAtMs: number) => Promise<void>) | undefined,
  ) => {
    const value: LatestValue<Value> = createLatestValue(clock, () => subscription.state)
    const seed = () => (read === undefined ? Promise.resolve() : call(() => read(value, clock.monotonicMs())))
    const subscription: Subscription = watch(value, { signal, onGap: () => later(seed()) })
    values.set(symbol, value)
    starting.push(subscription.ready, seed())
  }

  const followTrades = (symbol: string, limit: number) => {
    const tape = createTradeTape(limit)
    const { getAggTrades } = reads
    let isReading = false
    const fill = async () => {
      if (getAggTrades === undefined || isReading) return
      isReading = true
      try {
        // What cannot be found by then is gone.
        for (let attempt = 0; attempt < 3 && tape.missingFromId !== undefined; attempt++) {
          const fromId = tape.missingFromId
          tape.take(toTrades(await call(() => getAggTrades({ symbol, fromId, limit: mostTrades }))))
        }
        tape.giveUp()
      } finally {
        isReading = false
      }
    }
    const kept = { content: tape, state: () => subscription.state, atMs: -Infinity, gaps: 0 }
    const subscription: Subscription = streams.watchAggTrades(
      { symbol },
      ({ type: _type, symbol: _symbol, eventTimeMs: _time, ...trade }) => {
        kept.atMs = clock.monotonicMs()
        if (getAggTrades === undefined) kept.gaps = 0
        if (!tape.take([trade])) later(fill())
      },
      {
        signal,
        // What is missing inside shows by its ids; after other gaps that may take until the next trade, which may be long in coming.
        onGap: ({ reason }) => later(reason === 'missing' ? Promise.resolve() : refill()),
      },
    )
    tapes.set(symbol, kept)
    const seed = async () => {
      if (getAggTrades === undefined) return
      tape.take(toTrades(await call(() => getAggTrades({ symbol, limit: Math.min(limit, mostTrades) }))))
      await fill()
    }
    const refill = async () => {
      kept.gaps++
      await seed()
      if (getAggTrades !== undefined) kept.gaps--
    }
    starting.push(subscription.ready, seed())
  }

  const followBars = (symbol: string, interval: KlineInterval, count: number) => {
    const { getKlines } = reads
    const read =
      getKlines === undefined
        ? undefined
        : async (startTime: number | undefined): Promise<readonly Bar[]> => {
            const since = startTime === undefined ? {} : { startTime }
            const limit = Math.min(1_500, count + 2)
            return toBars(symbol, interval, await call(() => getKlines({ symbol, interval, limit, ...since })))
          }
    const bars = createBarSeries({
      clock,
      keep: count,
      graceMs: closeGraceMs,
      retryMs: closeGraceMs,
      readBars: read,
      onClosed(bar) {
        const onError = (error: unknown) =>
          report({ type: 'handlerFailed', message: `A handler of bars of ${symbol} failed`, error })
        if (onBar !== undefined) callHandler(onBar, onError, bar)
      },
    })
    signal.addEventListener('abort', () => bars.close(), { once: true })
    const warmUp = read === undefined ? Promise.resolve() : read(undefined).then((found) => bars.warmUp(found))
    const queue = createWarmUpQueue(bars, warmUp, count)
    const subscription: Subscription = streams.watchKlines(
      { symbol, interval },
      // A frame before the warm-up would count as the first bar there is.
      (event) => {
        bars.noteExchangeTime(event.eventTimeMs)
        queue.take({ ...event, interval })
      },
      { signal, onGap: () => queue.doubt() },
    )
    series.set(`${symbol} ${interval}`, { content: bars, state: () => subscription.state })
    starting.push(subscription.ready, warmUp)
  }

  for (const symbol of symbols) {
    const { getBookTicker, getPremiumIndex, getTicker24hr, getDepth } = reads
    if (keep.touch === true) {
      follow(
        touches,
        symbol,
        (value, watching) =>
          streams.watchBookTicker(
            { symbol },
            ({ updateId, bestBid, bestBidQuantity, bestAsk, bestAskQuantity }) =>
              value.set({ bestBid, bestBidQuantity, bestAsk, bestAskQuantity }, updateId),
            watching,
          ),
        getBookTicker &&
          (async (value, askedAtMs) => value.seed(toTouch(await getBookTicker({ symbol })), undefined, askedAtMs)),
      )
    }
    if (keep.mark === true) {
      follow(
        marks,
        symbol,
        (value, watching) =>
          streams.watchMarkPrice(
            { symbol, speedMs: 1000 },
            ({ type: _type, symbol: _symbol, ...mark }) => value.set(mark, mark.eventTimeMs),
            watching,
          ),
        getPremiumIndex &&
          (async (value, askedAtMs) => {
            const row = await getPremiumIndex({ symbol })
            value.seed(toMark(row), row.time, askedAtMs)
          }),
      )
    }
    if (keep.ticker === true) {
      follow(
        tickers,
        symbol,
        (value, watching) =>
          streams.watchTicker(
            { symbol },
            ({ type: _type, symbol: _symbol, ...ticker }) => value.set(ticker, ticker.eventTimeMs),
            watching,
          ),
        getTicker24hr &&
          (async (value, askedAtMs) => {
            const row = await getTicker24hr({ symbol })
            value.seed(toDayStatistics(row), row.closeTime, askedAtMs)
          }),
      )
    }
    const { levels } = keep
    if (levels !== undefined) {
      follow(
        tops,
        symbol,
        (value, watching) =>
          streams.watchPartialDepth(
            { symbol, levels, speedMs: 100 },
            ({ lastUpdateId, bids, asks }) => value.set({ lastUpdateId, bids, asks }, lastUpdateId),
            watching,
          ),
        getDepth &&
          (async (value, askedAtMs) => {
            const { lastUpdateId, bids, asks } = await getDepth({ symbol, limit: levels })
            value.seed({ lastUpdateId, bids, asks }, lastUpdateId, askedAtMs)
          }),
      )
    }
    if (keep.trades !== undefined) followTrades(symbol, keep.trades)
    for (const interval of klineIntervals) {
      const count = keep.bars?.[interval]
      if (count !== undefined) followBars(symbol, interval, count)
    }
  }

  const ready = Promise.all(starting).then(() => {})
  ready.catch(() => {})
  const findSeries = (symbol: string, interval: KlineInterval) => series.get(`${symbol} ${interval}`)
  const age = <Value>(value: Value, atMs: number, state: SubscriptionState): Aged<Value> => ({
    value,
    ageMs: clock.monotonicMs() - atMs,
    isLive: state === 'live',
  })
  const listBars = (symbol: string, interval: KlineInterval, count: number) => {
    const closed = findSeries(symbol, interval)?.content.closed ?? []
    const from = Math.max(0, closed.length - count)
    const hole = closed.findLastIndex(({ isAfterGap }, index) => isAfterGap && index > from)
    return closed.slice(hole === -1 ? from : hole)
  }

  const cache: MarketCache = {
    ready,
    touch: (symbol) => touches.get(symbol)?.read(),
    mark: (symbol) => marks.get(symbol)?.read(),
    ticker: (symbol) => tickers.get(symbol)?.read(),
    levels: (symbol) => tops.get(symbol)?.read(),
    runningBar(symbol, interval) {
      const kept = findSeries(symbol, interval)
      const running = kept?.content.running
      return kept && running && age(running.bar, running.atMs, kept.state())
    },
    lastBar(symbol, interval) {
      const kept = findSeries(symbol, interval)
      const bar = kept?.content.closed.at(-1)
      return kept && bar && age(bar, kept.content.closedAtMs, kept.state())
    },
    bars: listBars,
    rollingBar(symbol, interval, count) {
      const bars = listBars(symbol, interval, count)
      return bars.length === count ? rollBars(bars) : undefined
    },
    trades(symbol, withinMs) {
      const kept = tapes.get(symbol)
      const sinceMs = clock.now() - withinMs
      const isLive = kept?.state() === 'live'
      return {
        value: kept?.content.since(sinceMs) ?? [],
        ageMs: clock.monotonicMs() - (kept?.atMs ?? -Infinity),
        isLive,
        isComplete: isLive && kept.gaps === 0 && kept.content.completeSinceMs <= sinceMs,
      }
    },
    close() {
      closing.abort(new Error('The market cache was closed'))
    },
    [Symbol.asyncDispose]() {
      cache.close()
      return Promise.resolve()
    },
  }
  return cache
}
