import type { MarketFeed, MarketFeedSpec } from './market-feed.ts'
import { createQuietFeed } from './quiet-feed.ts'
import { createReplayFeed } from './replay/replay-feed.ts'
import { createSyntheticFeed } from './synthetic/synthetic-feed.ts'

/**
 * Makes the feed that a spec names: `synthetic` is seeded order flow, `quiet` a book that only users move,
 * `{ replay }` a recording of raw frames.
 */
export function createMarketFeed(spec: MarketFeedSpec): MarketFeed {
  if (spec === 'synthetic') return createSyntheticFeed()
  if (spec === 'quiet') return createQuietFeed()
  if ('replay' in spec) return createReplayFeed({ path: spec.replay, atEnd: spec.atEnd ?? 'loop' })
  return spec
}
