import type { BookScale } from './book-scale.ts'
import type { BookSide } from './book-side.ts'

/** A price level, exact and as whole numbers. */
export interface BookLevel {
  /** Quote asset per base asset. */
  readonly price: string
  /** Base asset. */
  readonly quantity: string
  readonly ticks: number
  readonly lots: number
}

/** The best level; undefined when the side is empty. */
export function readBest(side: BookSide, scale: BookScale): BookLevel | undefined {
  return side.size === 0 ? undefined : readLevel(side, scale, side.bestTicks)
}

function readLevel(side: BookSide, scale: BookScale, ticks: number): BookLevel {
  const lots = side.lotsOf(ticks)
  return { price: scale.price.grid.format(ticks), quantity: scale.quantity.grid.format(lots), ticks, lots }
}

/** The best `count` levels, best first. */
export function listLevels(side: BookSide, scale: BookScale, count: number): BookLevel[] {
  const levels: BookLevel[] = []
  let ticks = side.bestTicks
  while (levels.length < count && !Number.isNaN(ticks)) {
    levels.push(readLevel(side, scale, ticks))
    ticks = side.ticksBehind(ticks)
  }
  return levels
}

/** Lots in the best `count` levels. */
export function sumLots(side: BookSide, count: number): number {
  let lots = 0
  let ticks = side.bestTicks
  for (let rank = 0; rank < count && !Number.isNaN(ticks); rank++) {
    lots += side.lotsOf(ticks)
    ticks = side.ticksBehind(ticks)
  }
  return lots
}

/**
 * Average price of taking `lots` out of the best `count` levels, in price units. Undefined when they hold less.
 */
export function computeAveragePrice(side: BookSide, scale: BookScale, lots: number, count: number): number | undefined {
  let missing = lots
  let tickLots = 0
  let ticks = side.bestTicks
  for (let rank = 0; rank < count && missing > 0 && !Number.isNaN(ticks); rank++) {
    const taken = Math.min(missing, side.lotsOf(ticks))
    tickLots += ticks * taken
    missing -= taken
    ticks = side.ticksBehind(ticks)
  }
  return missing > 0 || lots <= 0 ? undefined : (tickLots / lots) * scale.price.step
}

/** Weighted by the opposite quantities, in price units: (bid x ask quantity + ask x bid quantity) / (bid quantity + ask quantity). */
export function computeMicroPrice(bids: BookSide, asks: BookSide, scale: BookScale): number | undefined {
  const lots = bids.bestLots + asks.bestLots
  if (bids.size === 0 || asks.size === 0 || lots === 0) return undefined
  return ((bids.bestTicks * asks.bestLots + asks.bestTicks * bids.bestLots) / lots) * scale.price.step
}

/** (bid quantity - ask quantity) / (bid quantity + ask quantity) of the best `count` levels a side, -1 to 1. */
export function computeImbalance(bids: BookSide, asks: BookSide, count: number): number | undefined {
  const bidLots = sumLots(bids, count)
  const askLots = sumLots(asks, count)
  return bidLots + askLots === 0 ? undefined : (bidLots - askLots) / (bidLots + askLots)
}
