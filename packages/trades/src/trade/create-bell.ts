import type { Clock } from '@aster/core'

/** Wakes one waiter: when it is rung, also if it was rung before the waiting began, or when the time is up. */
export interface Bell {
  readonly ring: () => void
  /** Waits for the bell, at most `ms`. */
  readonly wait: (ms: number) => Promise<void>
}

export function createBell(clock: Clock): Bell {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      hasRung = true
      wake?.()
    },
    wait(ms) {
      return new Promise((resolve) => {
        const finish = () => {
          timer?.cancel()
          wake = undefined
          hasRung = false
          resolve()
        }
        const timer = hasRung ? undefined : clock.schedule(ms, finish)
        if (hasRung) finish()
        else wake = finish
      })
    },
  }
}
