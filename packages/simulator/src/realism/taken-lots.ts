import type { Side } from '../engine/types.ts'

/** What users have taken from a feed's book and what of it is not back yet. */
export interface TakenLots {
  /** A user took lots that stood on `side`. */
  note(symbol: string, side: Side, priceTicks: number, lots: number, nowMs: number): void
  /** Lots that are still missing at a price. */
  missing(symbol: string, side: Side, priceTicks: number, nowMs: number): number
}

interface Taken {
  readonly lots: number
  readonly atMs: number
}

/** Prices remembered at most; the oldest go first. */
const mostPrices = 10_000

export function createTakenLots(halfLifeMs: number): TakenLots {
  const taken = new Map<string, Taken>()
  const left = ({ lots, atMs }: Taken, nowMs: number): number => lots * 0.5 ** (Math.max(0, nowMs - atMs) / halfLifeMs)
  const keyOf = (symbol: string, side: Side, priceTicks: number): string => `${symbol}${side}${priceTicks}`
  return {
    note(symbol, side, priceTicks, lots, nowMs) {
      if (halfLifeMs === 0) return
      const key = keyOf(symbol, side, priceTicks)
      const before = taken.get(key)
      taken.delete(key)
      taken.set(key, { lots: lots + (before === undefined ? 0 : left(before, nowMs)), atMs: nowMs })
      if (taken.size <= mostPrices) return
      const [oldest] = taken.keys()
      if (oldest !== undefined) taken.delete(oldest)
    },
    missing(symbol, side, priceTicks, nowMs) {
      if (taken.size === 0) return 0
      const key = keyOf(symbol, side, priceTicks)
      const one = taken.get(key)
      if (one === undefined) return 0
      const lots = Math.floor(left(one, nowMs))
      if (lots === 0) taken.delete(key)
      return lots
    },
  }
}
