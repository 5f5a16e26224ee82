import type { LevelChange, Side } from '../engine/types.ts'
import type { TakenLots } from '../realism/taken-lots.ts'
import type { MarketFeedParts } from './market-feed.ts'

type FeedEngine = MarketFeedParts['engine']

const nothingTaken: Pick<TakenLots, 'missing'> = { missing: () => 0 }

/**
 * The engine as a feed sees it while a symbol may be halted: what the feed does to the book of a symbol that does not
 * trade waits until it trades again, and its trades do not happen. Marks and funding go on. What users took stays away
 * from what the feed sets for as long as `taken` says.
 */
export function createFeedGate(engine: FeedEngine, taken: Pick<TakenLots, 'missing'> = nothingTaken): FeedEngine {
  const waiting = new Map<string, Map<string, LevelChange>>()

  const isHalted = (symbol: string): boolean => {
    const entry = engine.getSymbol(symbol)
    return entry !== undefined && entry.status !== 'TRADING'
  }
  const wait = (symbol: string, change: LevelChange): void => {
    const changes = waiting.get(symbol) ?? new Map<string, LevelChange>()
    waiting.set(symbol, changes)
    changes.set(`${change.side}${change.priceTicks}`, change)
  }
  const without = (symbol: string, side: Side, priceTicks: number, lots: number, nowMs: number): number =>
    Math.max(0, lots - taken.missing(symbol, side, priceTicks, nowMs))
  const withoutTaken = (symbol: string, changes: readonly LevelChange[], nowMs: number): readonly LevelChange[] =>
    changes.map((change) => {
      const lots = without(symbol, change.side, change.priceTicks, change.lots, nowMs)
      return lots === change.lots ? change : { ...change, lots }
    })
  /** The book catches up at the first command after the halt, as one change. */
  const catchUp = (symbol: string, nowMs: number): void => {
    const changes = waiting.get(symbol)
    if (changes === undefined) return
    waiting.delete(symbol)
    engine.setLevels(symbol, withoutTaken(symbol, [...changes.values()], nowMs), nowMs)
  }
  const externalLots = (symbol: string, side: Side, priceTicks: number): number =>
    waiting.get(symbol)?.get(`${side}${priceTicks}`)?.lots ?? engine.getExternalLots(symbol, side, priceTicks)

  return {
    ...engine,
    getExternalLots: externalLots,
    setLevel(symbol, side, priceTicks, lots, nowMs) {
      if (isHalted(symbol)) return wait(symbol, { side, priceTicks, lots })
      catchUp(symbol, nowMs)
      engine.setLevel(symbol, side, priceTicks, without(symbol, side, priceTicks, lots, nowMs), nowMs)
    },
    setLevels(symbol, changes, nowMs) {
      if (isHalted(symbol)) {
        for (const change of changes) wait(symbol, change)
        return
      }
      catchUp(symbol, nowMs)
      engine.setLevels(symbol, withoutTaken(symbol, changes, nowMs), nowMs)
    },
    addLevel(symbol, side, priceTicks, deltaLots, nowMs) {
      if (isHalted(symbol)) {
        const lots = Math.max(0, externalLots(symbol, side, priceTicks) + deltaLots)
        return wait(symbol, { side, priceTicks, lots })
      }
      catchUp(symbol, nowMs)
      engine.addLevel(symbol, side, priceTicks, deltaLots, nowMs)
    },
    trade(symbol, takerSide, limitTicks, lots, options, nowMs) {
      if (isHalted(symbol)) return 0
      catchUp(symbol, nowMs)
      return engine.trade(symbol, takerSide, limitTicks, lots, options, nowMs)
    },
  }
}
