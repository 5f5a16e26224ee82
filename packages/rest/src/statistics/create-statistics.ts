import { LatencyHistogram } from './latency-histogram.ts'

/** How the attempts of calls of one endpoint went. Durations in milliseconds, from sending to the last byte. */
export interface EndpointStatistics {
  readonly count: number
  /** Attempts without a good answer: refused, told to slow down, lost. */
  readonly errors: number
  readonly meanMs: number | undefined
  readonly p50Ms: number | undefined
  readonly p90Ms: number | undefined
  readonly p99Ms: number | undefined
  readonly maxMs: number | undefined
}

export interface Statistics {
  record(endpoint: string, durationMs: number, failed: boolean): void
  read(): Readonly<Record<string, EndpointStatistics>>
}

/** Counts and latencies per endpoint. */
export function createStatistics(): Statistics {
  const entries = new Map<string, { readonly histogram: LatencyHistogram; errors: number }>()
  return {
    record(endpoint, durationMs, failed) {
      let entry = entries.get(endpoint)
      if (entry === undefined) {
        entry = { histogram: new LatencyHistogram(), errors: 0 }
        entries.set(endpoint, entry)
      }
      entry.histogram.record(durationMs)
      if (failed) entry.errors += 1
    },
    read() {
      const all: Record<string, EndpointStatistics> = {}
      for (const [endpoint, { histogram, errors }] of entries) {
        all[endpoint] = {
          count: histogram.count,
          errors,
          meanMs: histogram.meanMs,
          p50Ms: histogram.percentileMs(0.5),
          p90Ms: histogram.percentileMs(0.9),
          p99Ms: histogram.percentileMs(0.99),
          maxMs: histogram.maxMs,
        }
      }
      return all
    },
  }
}
