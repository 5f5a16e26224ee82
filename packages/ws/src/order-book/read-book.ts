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

/** The level `rank` places behind the best; undefined beyond the end. */
export function readLevel(side: BookSide, scale: BookScale, rank: number): BookLevel | undefined {
  if (rank >= side.size) return undefined
  const ticks = side.ticksAt(rank)
  const lots = side.lotsAt(rank)
  return { price: scale.price.grid.format(ticks), quantity: scale.quantity.grid.format(lots), ticks, lots }
}

/** The best `count` levels, best first. */
export function listLevels(side: BookSide, scale: BookScale, count: number): BookLevel[] {
  const levels: BookLevel[] = []
  for (let rank = 0; rank < Math.min(count, side.size); rank++) levels.push(readLevel(side, scale, rank)!)
  return levels
}

/** Lots in the best `count` levels. */
export function sumLots(side: BookSide, count: number): number {
  let lots = 0
  for (let rank = 0; rank < Math.min(count, side.size); rank++) lots += side.lotsAt(rank)
  return lots
}

/**
 * Average price of taking `lots` out of the best `count` levels, in price units. Undefined when they hold less.
 */
export function computeAveragePrice(side: BookSide, scale: BookScale, lots: number, count: number): number | undefined {
  let missing = lots
  let tickLots = 0
  for (let rank = 0; rank < Math.min(count, side.size) && missing > 0; rank++) {
    const taken = Math.min(missing, side.lotsAt(rank))
    tickLots += side.ticksAt(rank) * taken
    missing -= taken
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
