/** `[price, quantity]` as decimal text, with every decimal of its step, as the exchange writes it. */
export type TextLevel = readonly [price: string, quantity: string]

/** One side of the true book: the plainest thing that can be right. */
export interface TrueSide {
  readonly size: number
  /** Ticks of the best level; undefined on an empty side. */
  readonly best: number | undefined
  lotsOf(ticks: number): number
  /** 0 removes the level. */
  set(ticks: number, lots: number): void
  /** Best first. */
  list(limit: number): readonly TextLevel[]
}

/** @param sign - 1 for bids, -1 for asks. */
export function createTrueSide(sign: 1 | -1): TrueSide {
  const levels = new Map<number, number>()
  const sort = () => [...levels].toSorted((a, b) => (b[0] - a[0]) * sign)
  return {
    get size() {
      return levels.size
    },
    get best() {
      return sort()[0]?.[0]
    },
    lotsOf: (ticks) => levels.get(ticks) ?? 0,
    set(ticks, lots) {
      if (lots === 0) levels.delete(ticks)
      else levels.set(ticks, lots)
    },
    list: (limit) =>
      sort()
        .slice(0, limit)
        .map(([ticks, lots]) => [toPriceText(ticks), toQuantityText(lots)]),
  }
}

/** Tick 0.1, written with two decimals. */
export const toPriceText = (ticks: number): string => (ticks / 10).toFixed(2)

/** Step 0.001. */
export const toQuantityText = (lots: number): string => (lots / 1000).toFixed(3)
