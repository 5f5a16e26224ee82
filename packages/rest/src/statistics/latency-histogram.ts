const subBuckets = 16
const octaves = 24
/** The first bucket ends at 1/16 ms, the last octave at about 70 minutes. */
const smallestMs = 1 / subBuckets

/** Durations in logarithmic buckets, at most 6 % wide: a fixed few kilobytes for any number of values. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(octaves * subBuckets)
  #count = 0
  #sum = 0
  #max = 0

  record(durationMs: number): void {
    const scaled = Math.max(1, durationMs / smallestMs)
    const octave = Math.min(octaves - 1, Math.floor(Math.log2(scaled)))
    const within = Math.min(subBuckets - 1, Math.floor((scaled / 2 ** octave - 1) * subBuckets))
    const index = octave * subBuckets + within
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#count += 1
    this.#sum += durationMs
    this.#max = Math.max(this.#max, durationMs)
  }

  get count(): number {
    return this.#count
  }

  get meanMs(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count
  }

  get maxMs(): number | undefined {
    return this.#count === 0 ? undefined : this.#max
  }

  /** The duration that `fraction` (0 to 1) of all calls did not exceed, up to the width of a bucket. */
  percentileMs(fraction: number): number | undefined {
    if (this.#count === 0) return undefined
    const rank = Math.max(1, Math.ceil(fraction * this.#count))
    let seen = 0
    for (const [index, count] of this.#counts.entries()) {
      seen += count
      if (seen >= rank) {
        const octave = Math.floor(index / subBuckets)
        const upper = 2 ** octave * (1 + ((index % subBuckets) + 1) / subBuckets) * smallestMs
        return Math.min(upper, this.#max)
      }
    }
    return this.#max
  }
}
