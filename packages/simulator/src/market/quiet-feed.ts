import { createService } from '@aster/core'

import type { LevelChange } from '../engine/types.ts'
import type { MarketFeed, MarketFeedParts } from './market-feed.ts'
import { createMarketProfile } from './market-profile.ts'

const levelsPerSide = 50

/**
 * A fixed book without flow: 50 levels a side around the symbol's usual price, one tick apart, twice the usual size at
 * each. Nothing moves but what users do; what they take is gone. Mark and index price stand at the middle, and so does
 * the last price, by one small trade at the opening.
 */
export function createQuietFeed(): MarketFeed {
  return { name: 'quiet', open: openQuiet }
}

/** After a restart the book stands as it was left. */
const hasBook = (engine: MarketFeedParts['engine'], symbol: string): boolean =>
  (['BUY', 'SELL'] as const).some((side) => engine.getExternalLevels(symbol, side).length > 0)

function openQuiet({ engine, symbols, now }: MarketFeedParts) {
  const nowMs = now()
  for (const symbol of symbols) {
    const entry = engine.getSymbol(symbol)
    if (entry === undefined || hasBook(engine, symbol)) continue
    const profile = createMarketProfile(engine, entry)
    const middle = engine.toTicks(symbol, String(profile.startPrice))
    const lots = profile.touchLots * 2
    const changes: LevelChange[] = []
    for (let offset = 1; offset <= levelsPerSide; offset++) {
      if (middle - offset > 0) changes.push({ side: 'BUY', priceTicks: middle - offset, lots })
      changes.push({ side: 'SELL', priceTicks: middle + offset, lots })
    }
    engine.setLevels(symbol, changes, nowMs)
    const price = engine.formatPrice(symbol, middle)
    engine.setMark(symbol, price, price, nowMs)
    engine.trade(symbol, 'BUY', middle, 1, { consumeBook: false }, nowMs)
  }
  return createService(async (signal) => {
    if (signal.aborted) return
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  })
}
