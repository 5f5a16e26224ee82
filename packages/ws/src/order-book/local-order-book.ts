import type { Clock, DecimalInput, Random, SymbolRules } from '@aster/core'

import type { StreamClient } from '../stream-client/stream-client.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { BookSnapshot } from './create-book-replica.ts'
import type { BookLevel } from './read-book.ts'

/**
 * - `syncing`: being built from a snapshot, or rebuilt after something went missing.
 * - `live`: equal to the exchange's book at `lastUpdateId`.
 * - `stale`: the stream is lost or silent; what is shown is old.
 */
export type LocalOrderBookState = 'syncing' | 'live' | 'stale' | 'closed'

export interface LocalOrderBookOptions {
  readonly streams: StreamClient
  readonly clock: Clock
  /** Spreads retries; the machine's own source when absent. */
  readonly random?: Random
  readonly symbol: string
  /** The symbol's rules; or `tickSize` and `stepSize`. */
  readonly rules?: Pick<SymbolRules, 'tickSize' | 'stepSize'>
  readonly tickSize?: DecimalInput
  readonly stepSize?: DecimalInput
  /** Gives the newest rules. Asked when a price is not on the grid, as after a change of the tick size. */
  readonly getRules?: () => Promise<Pick<SymbolRules, 'tickSize' | 'stepSize'>>
  /** Takes a snapshot of the book; weight 20 at 1,000 levels. */
  readonly getSnapshot: () => Promise<BookSnapshot>
  /** Milliseconds between two events of the stream; 100 by default. */
  readonly speedMs?: 100 | 250 | 500
  /**
   * Also follows the book ticker and compares the touch with it, by id. A book that differs is built anew. Finds what sequence
   * numbers cannot show: wrong numbers in sound frames. Off by default; it costs a second stream.
   */
  readonly audit?: boolean
  readonly onIncident?: ReportIncident
  readonly timing?: Partial<LocalOrderBookTiming>
}

export interface LocalOrderBookTiming {
  readonly firstRetryMs: number
  readonly longestRetryMs: number
  /** Without any event, a second snapshot after this shows whether the first one holds. */
  readonly quietMs: number
}

/** The book at one moment, in whatever state it was. */
export interface OrderBookView {
  readonly symbol: string
  readonly state: LocalOrderBookState
  readonly version: number
  readonly lastUpdateId: number
  readonly eventTimeMs: number
  readonly bids: readonly BookLevel[]
  readonly asks: readonly BookLevel[]
}

/**
 * The order book of one symbol, kept by the documented procedure. Prices and quantities are given while it is live, and only as
 * far as it is known in full; `view` alone shows it in every state.
 */
export interface LocalOrderBook {
  readonly symbol: string
  readonly state: LocalOrderBookState
  /** Resolves when the book is live for the first time; rejects when it was closed before. */
  readonly ready: Promise<void>
  readonly lastUpdateId: number
  /** Grows with every change. */
  readonly version: number
  /** Times it was built from a snapshot. */
  readonly syncs: number
  /** Touches compared with the book ticker so far; 0 without `audit`. */
  readonly audited: number
  /** Milliseconds since it was last known to be right: the latest event or snapshot. Infinity before the first. */
  readonly ageMs: number
  readonly bestBid: BookLevel | undefined
  readonly bestAsk: BookLevel | undefined
  /** Without allocation; NaN on an empty side. */
  readonly bestBidTicks: number
  readonly bestAskTicks: number
  /** Without allocation; 0 on an empty side. */
  readonly bestBidLots: number
  readonly bestAskLots: number
  /** The best levels a side, best first; fewer where the book is not known in full. */
  depth(levels: number): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] }
  /** Levels a side that are known in full. */
  countLevels(side: 'BUY' | 'SELL'): number
  /**
   * Average price of an order that takes `quantity` at once, in quote asset per base asset: a buy takes asks. Undefined when the
   * known book holds less.
   */
  averagePrice(side: 'BUY' | 'SELL', quantity: DecimalInput): number | undefined
  /** (bid quantity - ask quantity) / their sum over the best levels, -1 to 1. Undefined on an empty book. */
  imbalance(levels: number): number | undefined
  /** Undefined while a side is empty. */
  microPrice(): number | undefined
  midPrice(): number | undefined
  /**
   * Quantity that rests on this side at this price or better, as decimal text: what a new order there has before it. Undefined
   * beyond what is known.
   */
  queueAhead(side: 'BUY' | 'SELL', price: DecimalInput): string | undefined
  view(levels: number): OrderBookView
  /** Calls back after each change, of levels or of state. Returns what ends it. */
  onChange(handler: (book: LocalOrderBook) => unknown): () => void
  close(): void
}
