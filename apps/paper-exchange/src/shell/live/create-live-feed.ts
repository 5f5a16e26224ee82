import { createService, sleep, withDeadline } from '@aster/core'
import type { MarketFeed, MarketFeedParts } from '@aster/simulator'

import { type BookMirror, createBookMirror } from './create-book-mirror.ts'
import type { Upstream } from './open-upstream.ts'

export interface LiveFeedOptions {
  readonly upstream: Upstream
  /** How long a book may be out of step before its symbol is halted; 2 s by default. */
  readonly patienceMs?: number
  /** How often the rules of the symbols are read; each minute by default. */
  readonly rulesEveryMs?: number
}

const picturedLevels = 1_000
const advanceEveryMs = 1_000
/** Mark prices come once a second: after this long without anything a new picture is taken. */
const longestSilenceMs = 5_000
/** Trades are gathered for 100 ms there, and so are changes of the book: either may come first. */
const tradesLateByMs = 300
const openWithinMs = 30_000

/**
 * Another exchange's market as a market of ours: its books and trades, its mark prices, its rules. Users of ours take
 * from the copy, stand in its queues and are filled by its trades; nothing of theirs reaches the other exchange.
 */
export function createLiveFeed(options: LiveFeedOptions): MarketFeed {
  return { name: `live:${options.upstream.url}`, open: (market) => openLive(options, market) }
}

async function openLive(options: LiveFeedOptions, market: MarketFeedParts) {
  const { upstream, rulesEveryMs = 60_000 } = options
  const { clock, report } = upstream
  const { engine, now, symbols } = market
  const closing = new AbortController()
  const mirrors = new Map(symbols.map((symbol) => [symbol, mirrorSymbol(symbol, options, market, closing.signal)]))
  try {
    await withDeadline(clock, openWithinMs, async () => {
      await Promise.all(symbols.map((symbol) => takeMark(upstream, market, symbol)))
      await Promise.all([...mirrors.values()].map(({ book }) => book.ready))
    })
  } catch (error) {
    closing.abort()
    await upstream.close()
    throw error
  }

  const followRules = async (): Promise<void> => {
    const { symbols: entries } = await upstream.readExchangeInfo()
    for (const entry of entries) {
      const book = mirrors.get(entry.symbol)?.book
      if (book?.isLive !== true || JSON.stringify(engine.getSymbol(entry.symbol)) === JSON.stringify(entry)) continue
      engine.updateSymbol(entry, now())
    }
  }
  return createService(async (stop) => {
    for (let beats = 1; !stop.aborted; beats++) {
      await sleep(clock, advanceEveryMs, stop).catch(() => undefined)
      if (stop.aborted) break
      engine.advance(now())
      for (const { book, heardMs } of mirrors.values()) {
        book.followRules()
        if (clock.monotonicMs() - heardMs() > longestSilenceMs) book.lose('nothing is heard')
      }
      if (beats % (rulesEveryMs / advanceEveryMs) !== 0) continue
      await followRules().catch((error: unknown) => report('the rules of the symbols could not be read', error))
    }
    closing.abort()
    await upstream.close()
  })
}

async function takeMark({ rest }: Upstream, { engine, now }: MarketFeedParts, symbol: string): Promise<void> {
  const { markPrice, indexPrice, lastFundingRate } = await rest.market.getPremiumIndex({ symbol })
  engine.setFundingRate(symbol, lastFundingRate, now())
  engine.setMark(symbol, markPrice, indexPrice, now())
}

interface SymbolMirror {
  readonly book: BookMirror
  /** When anything of the symbol was heard last, on the clock that does not jump. */
  readonly heardMs: () => number
}

/** Follows book, trades and mark price of one symbol. */
function mirrorSymbol(
  symbol: string,
  { upstream: { clock, rest, streams, report }, patienceMs = 2_000 }: LiveFeedOptions,
  { engine, now }: MarketFeedParts,
  signal: AbortSignal,
): SymbolMirror {
  let heardMs = clock.monotonicMs()
  const hear = () => {
    heardMs = clock.monotonicMs()
  }
  const book = createBookMirror({
    symbol,
    clock,
    engine,
    now,
    signal,
    patienceMs,
    report,
    async takePicture() {
      const picture = await rest.market.getDepth({ symbol, limit: picturedLevels })
      hear()
      return picture
    },
  })
  streams.watchDiffDepth(
    { symbol, speedMs: 100 },
    (event) => {
      hear()
      book.accept(event)
    },
    {
      signal,
      onGap: ({ reason }) => book.lose(reason),
      // a silent book is no lost one
      onState: (state) => book.setConnected(state === 'live' || state === 'stale'),
    },
  )
  streams.watchAggTrades(
    { symbol },
    ({ price, quantity, isBuyerMaker }) => {
      const lots = engine.toLots(symbol, quantity)
      if (!book.isLive || lots === 0) return
      const ticks = engine.toTicks(symbol, price)
      engine.trade(
        symbol,
        isBuyerMaker ? 'SELL' : 'BUY',
        ticks,
        lots,
        { consumeBook: false, lateByMs: tradesLateByMs },
        now(),
      )
    },
    { signal },
  )
  streams.watchMarkPrice(
    { symbol, speedMs: 1_000 },
    ({ markPrice, indexPrice, fundingRate }) => {
      hear()
      engine.setFundingRate(symbol, fundingRate, now())
      engine.setMark(symbol, markPrice, indexPrice, now())
    },
    { signal },
  )
  return { book, heardMs: () => heardMs }
}
