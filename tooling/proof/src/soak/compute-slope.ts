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
