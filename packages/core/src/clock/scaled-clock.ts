import type { Clock } from '../ports/clock.ts'

/**
 * Another clock, `factor` times as fast, from the same start: an hour of timeouts and backoffs over real sockets passes in a minute.
 *
 * @param factor - Above 1 is faster, below 1 slower.
 */
export function createScaledClock(factor: number, base: Clock): Clock {
  if (!(factor > 0 && Number.isFinite(factor))) throw new RangeError(`A clock's factor is above 0, got ${factor}`)
  const startUs = base.nowUs()
  const startMonotonicMs = base.monotonicMs()
  const nowUs = () => startUs + BigInt(Math.floor(Number(base.nowUs() - startUs) * factor))
  return {
    now: () => Number(nowUs() / 1000n),
    nowUs,
    monotonicMs: () => startMonotonicMs + (base.monotonicMs() - startMonotonicMs) * factor,
    schedule: (delayMs, callback) => base.schedule(delayMs / factor, callback),
  }
}
