import type { Clock, Random } from '@aster/core'

/** Delays in milliseconds, log-normal: half are below the median, and outliers are as far off as the spread says; 0 is none. */
export interface Latency {
  readonly medianMs: number
  readonly spread: number
}

/** Longer ones do not happen. */
const longestMs = 10_000

export function sampleLatency({ medianMs, spread }: Latency, random: Random): number {
  if (spread === 0 || medianMs === 0) return medianMs
  return Math.min(longestMs, medianMs * Math.exp(spread * random.nextNormal()))
}

/** Lets things happen later, each by itself (`any`) or in the order in which they were given (`inOrder`). */
export interface Delay {
  any(act: () => void): void
  inOrder(act: () => void): void
}

/** Without a latency everything happens at once. */
export function createDelay(
  latency: Latency | undefined,
  { clock, random }: { readonly clock: Pick<Clock, 'schedule' | 'monotonicMs'>; readonly random: Random },
): Delay {
  if (latency === undefined || latency.medianMs === 0) return { any: (act) => act(), inOrder: (act) => act() }
  let lastDueMs = 0
  return {
    any(act) {
      clock.schedule(sampleLatency(latency, random), act)
    },
    inOrder(act) {
      const nowMs = clock.monotonicMs()
      lastDueMs = Math.max(lastDueMs, nowMs + sampleLatency(latency, random))
      clock.schedule(lastDueMs - nowMs, act)
    },
  }
}
