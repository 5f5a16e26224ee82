import type { Clock, Timer } from '@aster/core'

/** A clock whose pending callbacks can all be forgotten at once, when what they belong to is stopped. */
export interface OwnedClock extends Clock {
  cancelAll(): void
}

export function createOwnedClock(clock: Clock): OwnedClock {
  const timers = new Set<Timer>()
  return {
    now: () => clock.now(),
    nowUs: () => clock.nowUs(),
    monotonicMs: () => clock.monotonicMs(),
    schedule(delayMs, callback) {
      const inner = clock.schedule(delayMs, () => {
        timers.delete(timer)
        callback()
      })
      const timer: Timer = {
        cancel() {
          timers.delete(timer)
          inner.cancel()
        },
      }
      timers.add(timer)
      return timer
    },
    cancelAll() {
      for (const timer of timers) timer.cancel()
    },
  }
}
