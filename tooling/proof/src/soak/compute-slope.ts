/** A measured value at a time. */
export interface Sample {
  readonly atMs: number
  readonly bytes: number
}

/** The line through samples by least squares, in MB (10^6 bytes) an hour, with its standard error. */
export function computeSlope(samples: readonly Sample[]): {
  readonly mbPerHour: number
  readonly errorMbPerHour: number
} {
  const count = samples.length
  const meanMs = samples.reduce((sum, { atMs }) => sum + atMs, 0) / count
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / count
  let across = 0
  let along = 0
  for (const { atMs, bytes } of samples) {
    across += (atMs - meanMs) ** 2
    along += (atMs - meanMs) * (bytes - meanBytes)
  }
  const slope = along / across
  const squares = samples.reduce((sum, { atMs, bytes }) => sum + (bytes - meanBytes - slope * (atMs - meanMs)) ** 2, 0)
  const error = Math.sqrt(squares / (count - 2) / across)
  const toMbPerHour = 3_600_000 / 1_000_000
  return { mbPerHour: slope * toMbPerHour, errorMbPerHour: error * toMbPerHour }
}

const blocks = 8
/** Student's factor for 95 % with as many blocks, two of them spent on the line. */
const certainty = 2.45

/**
 * The slope and its limits at 95 %. Neighbouring samples of a heap are alike, since caches fill and empty over many of
 * them, so the samples are averaged in blocks first: otherwise the same noise would be counted many times over.
 */
export function boundSlope(samples: readonly Sample[]): {
  readonly mbPerHour: number
  /** Half the width of the interval. */
  readonly marginMbPerHour: number
} {
  const size = samples.length / blocks
  const averages = Array.from({ length: blocks }, (_, block) => {
    const part = samples.slice(Math.round(block * size), Math.round((block + 1) * size))
    const mean = (value: (sample: Sample) => number) => part.reduce((sum, one) => sum + value(one), 0) / part.length
    return { atMs: mean(({ atMs }) => atMs), bytes: mean(({ bytes }) => bytes) }
  })
  const { mbPerHour, errorMbPerHour } = computeSlope(averages)
  return { mbPerHour, marginMbPerHour: certainty * errorMbPerHour }
}
