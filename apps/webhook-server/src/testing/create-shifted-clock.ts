import { type Clock, createSystemClock } from '@aster/core'

/** The system's clock, put forward by hand: so that a minute passes without waiting for it. */
export function createShiftedClock(): Clock & { shift(ms: number): void } {
  const system = createSystemClock()
  let offsetMs = 0
  return {
    now: () => system.now() + offsetMs,
    nowUs: () => system.nowUs() + BigInt(offsetMs) * 1_000n,
    monotonicMs: () => system.monotonicMs() + offsetMs,
    schedule: (delayMs, run) => system.schedule(delayMs, run),
    shift(ms) {
      offsetMs += ms
    },
  }
}
