import type { Random } from '@aster/core'

import type { LevelChange, Side } from '../../engine/types.ts'
import type { MarketFeedParts } from '../market-feed.ts'
import type { MarketProfile } from '../market-profile.ts'
import { sampleExponential, sampleSize } from './sample.ts'

type BookEngine = MarketFeedParts['engine']

/** Of the orders that a price move runs over, this share leaves in time; the rest is traded through. */
const shareThatLeaves = 0.85
/** Levels next to the touch that are there again at once after a move. */
const nearLevels = 8
/** Beyond this many levels from the touch a price may well be empty. */
const denseLevels = 20
/** Share of renewals that happen anywhere in the book instead of near the touch. */
const shareFarAway = 0.2

/** The anonymous orders of an invented market: follows a fair price, renews itself, lets market orders through. */
export interface SyntheticBook {
  /** Fills both sides at once. What stands already, from before a restart, stays as it is. */
  open(center: number, nowMs: number): void
  /** The middle of what stands already, in ticks; undefined without a book. */
  findCenter(): number | undefined
  /**
   * Moves the touch to a new fair price (in ticks, with fraction): what is in the way leaves or is traded through.
   * Answers where the price came to stand: users with enough size can hold it.
   */
  moveTo(center: number, spreadTicks: number, nowMs: number): number
  /** Renews `count` levels a side somewhere in the book. */
  renew(count: number, nowMs: number): void
  /** One market order of the given size. */
  take(takerSide: Side, lots: number, slipTicks: number, nowMs: number): void
  /** Drops what has come to lie too far from the touch. */
  trim(nowMs: number): void
}

export function createSyntheticBook(engine: BookEngine, profile: MarketProfile, random: Random): SyntheticBook {
  const { symbol, touchLots, takerLots, depthTicks } = profile
  const known: Record<Side, Set<number>> = { BUY: new Set(), SELL: new Set() }
  let bid = 0
  let ask = 0

  /** The price `offset` ticks behind the touch of a side. */
  const priceAt = (side: Side, offset: number): number => (side === 'BUY' ? bid - offset : ask + offset)

  const setLots = (side: Side, ticks: number, lots: number, nowMs: number): void => {
    if (ticks < 1) return
    const change = lots - engine.getExternalLots(symbol, side, ticks)
    if (change === 0) return
    engine.addLevel(symbol, side, ticks, change, nowMs)
    if (lots > 0) known[side].add(ticks)
    else known[side].delete(ticks)
  }

  const sampleLevel = (offset: number): number => {
    if (offset > denseLevels && random.next() < 0.6) return 0
    const thickness = 0.5 + 1.5 * Math.min(1, offset / (4 * denseLevels))
    return sampleSize(random, touchLots * thickness, 0.7)
  }

  /** External levels of a side that are better than `limit`, best first. */
  const findBetter = (side: Side, limit: number): number[] => {
    const sign = side === 'BUY' ? 1 : -1
    return [...known[side]].filter((ticks) => (ticks - limit) * sign > 0).toSorted((a, b) => (b - a) * sign)
  }

  /** Several levels as one change, so that the best prices are shown once. */
  const setMany = (changes: readonly LevelChange[], nowMs: number): void => {
    for (const { side, priceTicks, lots } of changes) {
      if (lots > 0) known[side].add(priceTicks)
      else known[side].delete(priceTicks)
    }
    engine.setLevels(symbol, changes, nowMs)
  }

  /** The given share of what is better than `limit` leaves, and the others take some of theirs away. */
  const planWithdrawal = (side: Side, limit: number, share: number): LevelChange[] =>
    findBetter(side, limit).map((priceTicks) => {
      const lots = engine.getExternalLots(symbol, side, priceTicks)
      return { side, priceTicks, lots: random.next() < share ? 0 : Math.round(lots * random.next()) }
    })

  const touchOf = (side: Side): { ticks: number; lots: number } => {
    const top = engine.getTop(symbol)
    return side === 'BUY' ? { ticks: top.bidTicks, lots: top.bidLots } : { ticks: top.askTicks, lots: top.askLots }
  }

  /** Runs over everything of a side that is better than `limit`; answers how far it came. */
  const runOver = (side: Side, limit: number, nowMs: number): number => {
    const sign = side === 'BUY' ? 1 : -1
    const changes = planWithdrawal(side, limit, shareThatLeaves)
    setMany(changes, nowMs)
    const left = changes.reduce((sum, change) => sum + change.lots, 0)
    const lots = left + sampleSize(random, takerLots * 12, 0.8)
    engine.trade(symbol, side === 'BUY' ? 'SELL' : 'BUY', limit + sign, lots, { consumeBook: true }, nowMs)
    const touch = touchOf(side)
    return touch.lots > 0 && (touch.ticks - limit) * sign > 0 ? touch.ticks : limit
  }

  /** Quotes next to the touch that are missing. Where a user stands in the way they take from him first. */
  const planNear = (): LevelChange[] => {
    const changes: LevelChange[] = []
    for (const side of ['BUY', 'SELL'] as const) {
      for (let offset = 0; offset < nearLevels; offset++) {
        const priceTicks = priceAt(side, offset)
        const lots = priceTicks < 1 ? Infinity : engine.getExternalLots(symbol, side, priceTicks)
        if (lots < touchLots / 8) changes.push({ side, priceTicks, lots: sampleSize(random, touchLots / 2, 0.7) })
      }
    }
    return changes
  }

  const fillNear = (withdrawn: readonly LevelChange[], nowMs: number): void => {
    const planned = planNear()
    const { bidTicks, bidLots, askTicks, askLots } = engine.getTop(symbol)
    const crosses = ({ side, priceTicks }: LevelChange) =>
      side === 'BUY' ? askLots > 0 && priceTicks >= askTicks : bidLots > 0 && priceTicks <= bidTicks
    setMany([...withdrawn, ...planned.filter((change) => !crosses(change))], nowMs)
    for (const { side, priceTicks, lots } of planned.filter(crosses)) setLots(side, priceTicks, lots, nowMs)
  }

  const takeOver = (): boolean => {
    const bids = engine.getExternalLevels(symbol, 'BUY')
    const asks = engine.getExternalLevels(symbol, 'SELL')
    if (bids[0] === undefined || asks[0] === undefined) return false
    for (const { priceTicks } of bids) known.BUY.add(priceTicks)
    for (const { priceTicks } of asks) known.SELL.add(priceTicks)
    bid = bids[0].priceTicks
    ask = asks[0].priceTicks
    return true
  }

  return {
    findCenter() {
      const [bids, asks] = [engine.getExternalLevels(symbol, 'BUY'), engine.getExternalLevels(symbol, 'SELL')]
      return bids[0] && asks[0] && (bids[0].priceTicks + asks[0].priceTicks) / 2
    },
    open(center, nowMs) {
      if (takeOver()) return
      bid = Math.floor(center)
      ask = bid + 1
      const changes: LevelChange[] = []
      for (const side of ['BUY', 'SELL'] as const) {
        for (let offset = 0; offset <= depthTicks; offset++) {
          const lots = sampleLevel(offset)
          if (lots > 0 && priceAt(side, offset) > 0) changes.push({ side, priceTicks: priceAt(side, offset), lots })
        }
      }
      setMany(changes, nowMs)
    },
    moveTo(center, spreadTicks, nowMs) {
      const newBid = Math.max(1, Math.floor(center - (spreadTicks - 1) / 2))
      const newAsk = newBid + spreadTicks
      if (newBid === bid && newAsk === ask) return center
      let heldAt = center
      let withdrawn: readonly LevelChange[] = []
      if (newBid < bid) {
        const reached = runOver('BUY', newBid, nowMs)
        withdrawn = planWithdrawal('SELL', newAsk, 1)
        bid = reached
        ask = Math.max(newAsk, reached + 1)
        if (reached > newBid) heldAt = reached + 0.5
      } else {
        const reached = runOver('SELL', newAsk, nowMs)
        withdrawn = planWithdrawal('BUY', newBid, 1)
        ask = reached
        bid = Math.max(1, Math.min(newBid, reached - 1))
        if (reached < newAsk) heldAt = reached - 0.5
      }
      fillNear(withdrawn, nowMs)
      return heldAt
    },
    renew(count, nowMs) {
      for (let index = 0; index < count; index++) {
        for (const side of ['BUY', 'SELL'] as const) {
          const isFar = random.next() < shareFarAway
          const distance = isFar ? random.nextInt(depthTicks) : Math.floor(sampleExponential(random, denseLevels))
          const offset = Math.min(depthTicks, distance)
          const lots = offset === 0 ? sampleSize(random, touchLots, 0.6) : sampleLevel(offset)
          setLots(side, priceAt(side, offset), lots, nowMs)
        }
      }
    },
    take(takerSide, lots, slipTicks, nowMs) {
      const touch = touchOf(takerSide === 'BUY' ? 'SELL' : 'BUY')
      if (touch.lots === 0) return
      const limit = takerSide === 'BUY' ? touch.ticks + slipTicks : Math.max(1, touch.ticks - slipTicks)
      engine.trade(symbol, takerSide, limit, lots, { consumeBook: true }, nowMs)
    },
    trim(nowMs) {
      for (const side of ['BUY', 'SELL'] as const) {
        const edge = priceAt(side, depthTicks)
        for (const ticks of known[side]) {
          if (side === 'BUY' ? ticks < edge : ticks > edge) setLots(side, ticks, 0, nowMs)
          else if (engine.getExternalLots(symbol, side, ticks) === 0) known[side].delete(ticks)
        }
      }
      fillNear([], nowMs)
    },
  }
}
