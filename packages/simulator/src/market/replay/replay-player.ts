import { parseFrame, type RecordedSnapshot, type RecordedTrade } from '@aster/recorder'

import type { MarketFeedParts } from '../market-feed.ts'
import { createReplayedBook, type ReplayedBook } from './replayed-book.ts'

/** Turns recorded frames into commands of the engine. */
export interface ReplayPlayer {
  /** Plays the text of one frame; what is no market event is passed over. */
  play(text: string, nowMs: number): void
  /** Mark and index price from the middle of the book, where the recording has none of its own. */
  updateMarks(nowMs: number): void
  /** Goes back to the state before the first frame, but for what stands in the books. */
  restart(): void
  /** Symbols with a book. */
  readonly live: readonly string[]
  /** Symbols that have changes and no snapshot yet. */
  readonly waiting: readonly string[]
  readonly gaps: number
}

export function createReplayPlayer(engine: MarketFeedParts['engine'], symbols: readonly string[]): ReplayPlayer {
  const books = new Map<string, ReplayedBook>()
  const tradeKinds = new Map<string, string>()
  const prices = new Map<string, number>()
  const marked = new Set<string>()
  const isKnown = (symbol: string): boolean => symbols.includes(symbol)

  const getBook = (symbol: string): ReplayedBook => {
    const book = books.get(symbol) ?? createReplayedBook(engine, symbol)
    books.set(symbol, book)
    return book
  }

  /** A snapshot does not name its symbol: the only one with changes, or the one whose price it fits best. */
  const guessSymbol = (snapshot: RecordedSnapshot): string | undefined => {
    const price = Number(snapshot.bids[0]?.[0] ?? snapshot.asks[0]?.[0] ?? 0)
    const distance = (symbol: string) => Math.abs(Math.log((prices.get(symbol) ?? 1e-9) / price))
    const candidates = books.size > 0 ? [...books.keys()] : symbols
    return candidates.toSorted((a, b) => distance(a) - distance(b))[0]
  }

  const playTrade = (trade: RecordedTrade, nowMs: number): void => {
    const { symbol } = trade
    prices.set(symbol, Number(trade.price))
    // a recording can hold the same trades twice: single and aggregated
    const kind = tradeKinds.get(symbol) ?? trade.kind
    tradeKinds.set(symbol, kind)
    const isOfTheBook = trade.origin === undefined || trade.origin === 'MARKET'
    if (kind !== trade.kind || !isOfTheBook || books.get(symbol)?.isLive !== true) return
    const lots = engine.toLots(symbol, trade.quantity)
    const ticks = engine.toTicks(symbol, trade.price)
    if (lots > 0 && ticks > 0) engine.trade(symbol, trade.takerSide, ticks, lots, { consumeBook: false }, nowMs)
  }

  const playOther = (data: unknown, nowMs: number): void => {
    if (typeof data !== 'object' || data === null) return
    const fields = data as Readonly<Record<string, unknown>>
    const { e, s, p, i, r } = fields
    if (e !== 'markPriceUpdate' || typeof s !== 'string' || typeof p !== 'string' || !isKnown(s)) return
    marked.add(s)
    if (typeof r === 'string' && r !== '') engine.setFundingRate(s, r, nowMs)
    engine.setMark(s, p, typeof i === 'string' && Number(i) > 0 ? i : p, nowMs)
  }

  return {
    play(text, nowMs) {
      const frame = parseFrame(text)
      if (frame.kind === 'depth' && isKnown(frame.symbol)) {
        prices.set(frame.symbol, Number(frame.bids[0]?.[0] ?? frame.asks[0]?.[0] ?? prices.get(frame.symbol) ?? 0))
        getBook(frame.symbol).applyDepth(frame, nowMs)
      } else if (frame.kind === 'snapshot') {
        const symbol = guessSymbol(frame)
        if (symbol !== undefined) getBook(symbol).applySnapshot(frame, nowMs)
      } else if ((frame.kind === 'trade' || frame.kind === 'aggTrade') && isKnown(frame.symbol)) {
        playTrade(frame, nowMs)
      } else if (frame.kind === 'other') {
        playOther(frame.data, nowMs)
      }
    },
    updateMarks(nowMs) {
      for (const [symbol, book] of books) {
        book.followRules(nowMs)
        const { bidTicks, askTicks } = engine.getTop(symbol)
        if (!book.isLive || marked.has(symbol) || bidTicks === 0 || askTicks === 0) continue
        const price = engine.formatPrice(symbol, Math.round((bidTicks + askTicks) / 2))
        engine.setMark(symbol, price, price, nowMs)
      }
    },
    restart() {
      for (const book of books.values()) book.restart()
    },
    get live() {
      return [...books].filter(([, book]) => book.isLive).map(([symbol]) => symbol)
    },
    get waiting() {
      return [...books].filter(([, book]) => !book.isLive).map(([symbol]) => symbol)
    },
    get gaps() {
      return [...books.values()].reduce((sum, book) => sum + book.gaps, 0)
    },
  }
}
