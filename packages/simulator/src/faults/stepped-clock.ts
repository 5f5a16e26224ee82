import type { Clock } from '@aster/core'

/** A clock whose wall time can be set forward and back against its base. Timers and `monotonicMs` do not notice. */
export interface SteppedClock extends Clock {
  /** How far it is from its base, in milliseconds. */
  readonly stepMs: number
  /** Sets it `byMs` further forward, or back when negative. */
  step(byMs: number): void
  /** Sets it right again. */
  reset(): void
}

export function createSteppedClock(base: Clock): SteppedClock {
  let stepMs = 0
  return {
    now: () => base.now() + stepMs,
    nowUs: () => base.nowUs() + BigInt(stepMs) * 1000n,
    monotonicMs: () => base.monotonicMs(),
    schedule: (delayMs, callback) => base.schedule(delayMs, callback),
    get stepMs() {
      return stepMs
    },
    step(byMs) {
      if (!Number.isSafeInteger(byMs)) throw new RangeError(`A clock steps by whole milliseconds, got ${byMs}`)
      stepMs += byMs
    },
    reset() {
      stepMs = 0
    },
  }
}
