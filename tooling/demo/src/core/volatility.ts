/** How much a mid price moves, as far as it was seen. A plain value: each price gives the next one. */
export interface Volatility {
  readonly lastPrice: number | undefined
  readonly lastAtMs: number
  /** Exponentially weighted mean of squared moves, price² per second. */
  readonly variancePerSecond: number
  /** Time over which moves were seen, in milliseconds. */
  readonly seenMs: number
}

/** Moves are measured over at least this long: below it the bounce between bid and ask looks like movement. */
const sampleMs = 250
/** After this time a move counts half. */
const halfLifeMs = 8_000

export const noVolatility: Volatility = { lastPrice: undefined, lastAtMs: 0, variancePerSecond: 0, seenMs: 0 }

/** Takes one mid price in. Prices that follow the last sample too soon change nothing. */
export function addPrice(volatility: Volatility, price: number, atMs: number): Volatility {
  if (volatility.lastPrice === undefined) return { ...volatility, lastPrice: price, lastAtMs: atMs }
  const elapsedMs = atMs - volatility.lastAtMs
  if (elapsedMs < sampleMs) return volatility
  const move = price - volatility.lastPrice
  const measured = (move * move) / (elapsedMs / 1_000)
  // As long as little was seen, every sample weighs by its share of the time.
  const share = elapsedMs / (volatility.seenMs + elapsedMs)
  const weight = Math.max(1 - 0.5 ** (elapsedMs / halfLifeMs), share)
  return {
    lastPrice: price,
    lastAtMs: atMs,
    variancePerSecond: volatility.variancePerSecond + weight * (measured - volatility.variancePerSecond),
    seenMs: volatility.seenMs + elapsedMs,
  }
}

/** Standard deviation of the price after this long, in price units, as a random walk would have it. */
export function computeDeviation(volatility: Volatility, horizonMs: number): number {
  return Math.sqrt((volatility.variancePerSecond * horizonMs) / 1_000)
}
