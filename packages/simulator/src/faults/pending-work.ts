import type { Clock, Timer } from '@aster/core'

/** Answers that are held up and requests that are still to be delivered. */
export interface PendingWork {
  later(delayMs: number, act: () => void): void
  readonly count: number
  /** Forgets all of it. */
  cancelAll(): void
}

export function createPendingWork(clock: Pick<Clock, 'schedule'>): PendingWork {
  const timers = new Set<Timer>()
  return {
    later(delayMs, act) {
      const timer = clock.schedule(delayMs, () => {
        timers.delete(timer)
        act()
      })
      timers.add(timer)
    },
    get count() {
      return timers.size
    },
    cancelAll() {
      for (const timer of timers) timer.cancel()
      timers.clear()
    },
  }
}
