import { createService, sleep } from '@aster/core'

import type { LevelChange } from '../engine/types.ts'
import type { MarketFeed, MarketFeedParts } from './market-feed.ts'
import { createMarketProfile } from './market-profile.ts'
import { readGrid, readTickSize } from './read-grid.ts'

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

const looksEveryMs = 1000

function openQuiet({ clock, engine, symbols, now }: MarketFeedParts) {
  const grids = new Map(symbols.map((symbol) => [symbol, readGrid(engine.getSymbol(symbol))]))
  for (const symbol of symbols) if (!hasBook(engine, symbol)) fill(engine, symbol, undefined, now())

  /** New steps have emptied a book: it is there again around the mark price. */
  const look = (): void => {
    for (const [symbol, before] of grids) {
      const grid = readGrid(engine.getSymbol(symbol))
      if (grid === before) continue
      grids.set(symbol, grid)
      fill(engine, symbol, engine.getMark(symbol).markPrice, now())
    }
  }
  return createService(async (signal) => {
    while (!signal.aborted) {
      await sleep(clock, looksEveryMs, signal).catch(() => undefined)
      if (!signal.aborted) look()
    }
  })
}

function fill(engine: MarketFeedParts['engine'], symbol: string, around: string | undefined, nowMs: number): void {
  const entry = engine.getSymbol(symbol)
  if (entry === undefined) return
  const profile = createMarketProfile(engine, entry)
  const step = Math.max(1, engine.toTicks(symbol, readTickSize(entry)))
  const middle = engine.toTicks(symbol, around ?? String(profile.startPrice))
  const lots = profile.touchLots * 2
  const changes: LevelChange[] = []
  for (let offset = 1; offset <= levelsPerSide; offset++) {
    if (middle - offset * step > 0) changes.push({ side: 'BUY', priceTicks: middle - offset * step, lots })
    changes.push({ side: 'SELL', priceTicks: middle + offset * step, lots })
  }
  engine.setLevels(symbol, changes, nowMs)
  if (around !== undefined) return
  const price = engine.formatPrice(symbol, middle)
  engine.setMark(symbol, price, price, nowMs)
  engine.trade(symbol, 'BUY', middle, 1, { consumeBook: false }, nowMs)
}
