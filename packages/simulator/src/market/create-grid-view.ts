import type { LevelChange } from '../engine/types.ts'
import type { MarketFeedParts } from './market-feed.ts'
import { readTickSize } from './read-grid.ts'

type FeedEngine = MarketFeedParts['engine']

/**
 * The engine with the prices of one symbol counted in steps of its present tick size. The engine counts in the finest
 * tick that the symbol ever had, so after a coarser one a step is several of its ticks.
 */
export function createGridView(engine: FeedEngine, symbol: string): FeedEngine {
  const entry = engine.getSymbol(symbol)
  const step = entry === undefined ? 1 : Math.max(1, engine.toTicks(symbol, readTickSize(entry)))
  if (step === 1) return engine
  const toEngine = (change: LevelChange): LevelChange => ({ ...change, priceTicks: change.priceTicks * step })
  return {
    ...engine,
    setLevel: (name, side, ticks, lots, nowMs) => engine.setLevel(name, side, ticks * step, lots, nowMs),
    setLevels: (name, changes, nowMs) => engine.setLevels(name, changes.map(toEngine), nowMs),
    addLevel: (name, side, ticks, lots, nowMs) => engine.addLevel(name, side, ticks * step, lots, nowMs),
    trade: (name, side, ticks, lots, options, nowMs) => engine.trade(name, side, ticks * step, lots, options, nowMs),
    getTop(name) {
      const top = engine.getTop(name)
      return { ...top, bidTicks: Math.floor(top.bidTicks / step), askTicks: Math.ceil(top.askTicks / step) }
    },
    getExternalLots: (name, side, ticks) => engine.getExternalLots(name, side, ticks * step),
    getExternalLevels: (name, side) =>
      engine.getExternalLevels(name, side).map(({ priceTicks, lots }) => ({ priceTicks: priceTicks / step, lots })),
  }
}
