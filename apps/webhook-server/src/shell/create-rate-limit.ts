import type { Clock } from '@aster/core'

/** How many requests each address may send within a minute; addresses that fall silent are forgotten. */
export function createRateLimit({ clock, perMinute }: { readonly clock: Clock; readonly perMinute: number }) {
  const seen = new Map<string, { sinceMs: number; count: number }>()
  const mostAddresses = 10_000
  return {
    /** False when this one is too many. */
    take(address: string): boolean {
      const nowMs = clock.monotonicMs()
      const entry = seen.get(address)
      if (entry === undefined || nowMs - entry.sinceMs >= 60_000) {
        seen.delete(address)
        seen.set(address, { sinceMs: nowMs, count: 1 })
        const oldest = seen.keys().next().value
        if (seen.size > mostAddresses && oldest !== undefined) seen.delete(oldest)
        return true
      }
      entry.count += 1
      return entry.count <= perMinute
    },
  }
}
