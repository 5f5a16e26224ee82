import type { Clock, Random, Service } from '@aster/core'

import type { Engine } from '../engine/types.ts'

/** What a feed works with. Built by the exchange; the clock may run at any speed. */
export interface MarketFeedParts {
  /** Time of the market: what the feed waits on and measures its steps by. It may run faster than the exchange's own clock. */
  readonly clock: Clock
  /** The exchange's time, in milliseconds: what the feed stamps its commands with. */
  readonly now: () => number
  /** The feed's own seeded stream. */
  readonly random: Random
  readonly engine: Pick<
    Engine,
    | 'setLevel'
    | 'setLevels'
    | 'addLevel'
    | 'trade'
    | 'setMark'
    | 'setFundingRate'
    | 'advance'
    | 'getTop'
    | 'getDepth'
    | 'getExternalLots'
    | 'getExternalLevels'
    | 'getMark'
    | 'getLastPrice'
    | 'updateSymbol'
    | 'symbols'
    | 'getSymbol'
    | 'toTicks'
    | 'toLots'
    | 'formatPrice'
    | 'formatQuantity'
  >
  /** Symbols to trade; all of them are known to the engine. */
  readonly symbols: readonly string[]
  /** Told once, when the feed ends by itself (a recording that does not loop). The book then stands still. */
  readonly onEnd?: (reason: string) => void
}

/**
 * A source of market data. `open` fills the books, or takes over what stands in them from before a restart, at once (synchronously: afterwards every symbol has a book and a mark
 * price, so that the exchange can announce itself) and returns the service that keeps them moving on the clock until it
 * is stopped. A feed drives the engine only with market commands and calls `advance` at least once a second of its
 * clock's time. Commands run inside clock callbacks, never synchronously inside a user's request.
 */
export interface MarketFeed {
  readonly name: string
  open(parts: MarketFeedParts): Promise<Service> | Service
}

/** What `createMarketFeed` understands. */
export type MarketFeedSpec =
  | 'synthetic'
  | 'quiet'
  | { readonly replay: string; readonly atEnd?: 'stop' | 'loop' }
  | MarketFeed
