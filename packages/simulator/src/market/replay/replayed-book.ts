import type { RecordedDepth, RecordedLevel, RecordedSnapshot } from '@aster/recorder'

import type { LevelChange, Side } from '../../engine/types.ts'
import type { MarketFeedParts } from '../market-feed.ts'
import { readGrid } from '../read-grid.ts'

const mostBuffered = 20_000

/**
 * The recorded book of one symbol in the engine, joined by the exchange's rule: changes before the snapshot wait; those
 * that end before it are dropped; the first that counts spans it; each further one continues the one before.
 */
export interface ReplayedBook {
  readonly isLive: boolean
  /** Places where the recording lacks a change. The book goes on from what follows. */
  readonly gaps: number
  applySnapshot(snapshot: RecordedSnapshot, nowMs: number): void
  applyDepth(depth: RecordedDepth, nowMs: number): void
  /** Sets the book again after the symbol got other steps of price or quantity. */
  followRules(nowMs: number): void
  /** Waits for a snapshot again, as at the first frame; what stands stays until then. */
  restart(): void
}

export function createReplayedBook(engine: MarketFeedParts['engine'], symbol: string): ReplayedBook {
  /** What stands as it was recorded, quantities by price: the book can be set again under other rules. */
  const levels: Record<Side, Map<string, string>> = { BUY: new Map(), SELL: new Map() }
  let grid = readGrid(engine.getSymbol(symbol))
  const waiting: RecordedDepth[] = []
  let snapshotId: number | undefined
  let lastId: number | undefined
  let gaps = 0

  const toChange = (side: Side, [price, quantity]: RecordedLevel): LevelChange => {
    const priceTicks = engine.toTicks(symbol, price)
    const lots = engine.toLots(symbol, quantity)
    if (lots > 0) levels[side].set(price, quantity)
    else levels[side].delete(price)
    return { side, priceTicks, lots }
  }

  const toChanges = (bids: readonly RecordedLevel[], asks: readonly RecordedLevel[]): LevelChange[] => [
    ...bids.map((level) => toChange('BUY', level)),
    ...asks.map((level) => toChange('SELL', level)),
  ]

  const applyDepth = (depth: RecordedDepth, nowMs: number): void => {
    if (snapshotId === undefined) {
      waiting.push(depth)
      if (waiting.length > mostBuffered) waiting.shift()
      return
    }
    if (depth.lastUpdateId < snapshotId) return
    const continues = lastId === undefined ? depth.firstUpdateId <= snapshotId : depth.previousUpdateId === lastId
    if (!continues) gaps++
    lastId = depth.lastUpdateId
    engine.setLevels(symbol, toChanges(depth.bids, depth.asks), nowMs)
  }

  return {
    get isLive() {
      return snapshotId !== undefined
    },
    get gaps() {
      return gaps
    },
    applySnapshot(snapshot, nowMs) {
      // an older picture than what is shown already says nothing
      if (lastId !== undefined && snapshot.lastUpdateId < lastId) return
      // what is in both stays a change of quantity: users keep their places in the queue
      levels.BUY.clear()
      levels.SELL.clear()
      const shown = toChanges(snapshot.bids, snapshot.asks)
      const isShown = new Set(shown.map(({ side, priceTicks }) => `${side}${priceTicks}`))
      const gone = (['BUY', 'SELL'] as const).flatMap((side) =>
        engine
          .getExternalLevels(symbol, side)
          .filter(({ priceTicks }) => !isShown.has(`${side}${priceTicks}`))
          .map(({ priceTicks }): LevelChange => ({ side, priceTicks, lots: 0 })),
      )
      engine.setLevels(symbol, [...gone, ...shown], nowMs)
      snapshotId = snapshot.lastUpdateId
      lastId = undefined
      for (const depth of waiting.splice(0)) applyDepth(depth, nowMs)
    },
    applyDepth,
    followRules(nowMs) {
      const now = readGrid(engine.getSymbol(symbol))
      if (now === grid) return
      grid = now
      engine.setLevels(symbol, toChanges([...levels.BUY], [...levels.SELL]), nowMs)
    },
    restart() {
      snapshotId = undefined
      lastId = undefined
      waiting.length = 0
    },
  }
}
