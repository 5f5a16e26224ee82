import type { Clock } from '../ports/clock.ts'

/**
 * Time that runs `factor` times as fast as `base`, starting from the same instant: an hour of keep-alives in seconds,
 * over real sockets.
 */
export function createScaledClock(factor: number, base: Clock): Clock {
  if (!(factor > 0 && Number.isFinite(factor))) throw new RangeError(`factor must be a positive number, got ${factor}`)
  const startMs = base.now()
  const startMonotonicMs = base.monotonicMs()
  const elapsedMs = (): number => (base.monotonicMs() - startMonotonicMs) * factor
  return {
    now: () => Math.floor(startMs + elapsedMs()),
    nowUs: () => BigInt(Math.floor((startMs + elapsedMs()) * 1000)),
    monotonicMs: elapsedMs,
    schedule: (delayMs, callback) => base.schedule(delayMs / factor, callback),
  }
}
