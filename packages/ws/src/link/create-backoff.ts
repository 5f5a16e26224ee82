import type { Random } from '@aster/core'

/** Waiting times that double from `firstMs` to `longestMs`, each shortened by up to half at random. */
export interface Backoff {
  nextMs(): number
  reset(): void
}

export function createBackoff(random: Random, firstMs: number, longestMs: number): Backoff {
  let attempt = 0
  return {
    nextMs() {
      const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt++, 30))
      return fullMs * (0.5 + random.next() / 2)
    },
    reset() {
      attempt = 0
    },
  }
}
