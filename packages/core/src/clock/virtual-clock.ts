import type { Clock } from '../ports/clock.ts'
import { checkDelay } from './check-delay.ts'
import { TimerQueue } from './timer-queue.ts'

export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, running what falls due in order; between two timers all promise chains run to rest. */
  advance(ms: number): Promise<void>
  /**
   * Moves time on from timer to timer until `goal` is met: a promise that settles, or a function that returns true.
   *
   * @param options.limitMs - Virtual time after which it gives up with an error; an hour by default.
   */
  runUntil<T>(goal: Promise<T> | (() => boolean), options?: { readonly limitMs?: number }): Promise<T>
  /** Sets the wall clock forward or back without running anything, as an operator or NTP does. */
  step(ms: number): void
  /** True while a timer waits. */
  readonly hasPending: boolean
}

/**
 * Time that moves only when told to. Timers that are due at one instant run in the order in which they were set, and
 * nothing runs between two of them but the promise chains that the first one started: the same program gives the same
 * run. Real I/O does not belong under it.
 */
export function createVirtualClock({ startMs }: { readonly startMs: number }): VirtualClock {
  const queue = new TimerQueue()
  const startUs = Math.round(startMs * 1000)
  let elapsedUs = 0
  let steppedUs = 0
  const wallUs = () => startUs + steppedUs + elapsedUs

  /** Runs the next timer that is due by `limitUs`; false when there is none. */
  const runNext = async (limitUs: number): Promise<boolean> => {
    const next = queue.peek()
    if (next === undefined || next.dueUs > limitUs) return false
    queue.take()
    elapsedUs = Math.max(elapsedUs, next.dueUs)
    const { callback } = next
    next.callback = undefined
    callback?.()
    await settle()
    return true
  }

  return {
    now: () => Math.floor(wallUs() / 1000),
    nowUs: () => BigInt(wallUs()),
    monotonicMs: () => elapsedUs / 1000,
    schedule(delayMs, callback) {
      const timer = queue.add(elapsedUs + Math.round(checkDelay(delayMs) * 1000), callback)
      return {
        cancel() {
          timer.callback = undefined
        },
      }
    },
    async advance(ms) {
      const untilUs = elapsedUs + Math.round(checkDelay(ms) * 1000)
      await settle()
      while (await runNext(untilUs));
      elapsedUs = untilUs
    },
    async runUntil<T>(goal: Promise<T> | (() => boolean), { limitMs = 3_600_000 } = {}): Promise<T> {
      const untilUs = elapsedUs + limitMs * 1000
      const isMet = typeof goal === 'function' ? goal : watchSettling(goal)
      await settle()
      while (!isMet()) {
        if (await runNext(untilUs)) continue
        const why = queue.peek() === undefined ? 'nothing is left to run' : `${limitMs} ms have passed`
        throw new Error(`The virtual clock stopped short of its goal: ${why}`)
      }
      return (typeof goal === 'function' ? undefined : await goal) as T
    },
    step(ms) {
      steppedUs += Math.round(ms * 1000)
    },
    get hasPending() {
      return queue.peek() !== undefined
    },
  }
}

function watchSettling(promise: Promise<unknown>): () => boolean {
  let hasSettled = false
  const mark = () => {
    hasSettled = true
  }
  promise.then(mark, mark)
  return () => hasSettled
}

/** Lets every promise chain run to rest: a macrotask starts only once the microtask queue is empty. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
