import type { Random } from '@aster/core'

/** How many events happen where `mean` are expected. */
export function samplePoisson(random: Random, mean: number): number {
  if (mean <= 0) return 0
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextNormal()))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random.next(); product > limit; product *= random.next()) count++
  return count
}

/** Exponential, at the given mean. */
export const sampleExponential = (random: Random, mean: number): number => -Math.log(1 - random.next()) * mean

/** A whole number of at least 1 around a median, spread like real order sizes. */
export const sampleSize = (random: Random, median: number, spread: number): number =>
  Math.max(1, Math.round(median * Math.exp(spread * random.nextNormal())))
