import type { Clock, Timer } from '../ports/clock.ts'
import { checkDelay } from './check-delay.ts'

// Longer delays overflow the platform's timer and would fire at once.
const longestTimerMs = 2_147_483_000

/**
 * The machine's own clock. A callback never comes before its time, and often a millisecond or two after it.
 * A pending callback keeps the process alive.
 */
export function createSystemClock(): Clock {
  const now = () => Date.now()
  const monotonicMs = () => performance.now()

  // Date.now gives milliseconds only; the digits below come from the monotonic clock, held inside that millisecond.
  let wallMinusMonotonicUs = now() * 1000 - monotonicMs() * 1000
  const nowUs = () => {
    const earliestUs = now() * 1000
    const monotonicUs = monotonicMs() * 1000
    const us = Math.min(Math.max(wallMinusMonotonicUs + monotonicUs, earliestUs), earliestUs + 999)
    wallMinusMonotonicUs = us - monotonicUs
    return BigInt(Math.floor(us))
  }

  const schedule = (delayMs: number, callback: () => void): Timer => {
    const checkedMs = checkDelay(delayMs)
    if (checkedMs === 0) {
      const immediate = setImmediate(callback)
      return { cancel: () => clearImmediate(immediate) }
    }
    const dueMs = monotonicMs() + checkedMs
    let handle: NodeJS.Timeout
    const arm = (waitMs: number) => {
      handle = setTimeout(fire, Math.min(Math.ceil(waitMs), longestTimerMs))
    }
    // The platform rounds to whole milliseconds and may be early by one.
    const fire = () => {
      const waitMs = dueMs - monotonicMs()
      if (waitMs > 0) arm(waitMs)
      else callback()
    }
    arm(checkedMs)
    return { cancel: () => clearTimeout(handle) }
  }

  return { now, nowUs, monotonicMs, schedule }
}
