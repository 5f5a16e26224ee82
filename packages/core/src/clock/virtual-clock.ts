import type { Clock, Timer } from '../ports/clock.ts'
import { checkDelay } from './check-delay.ts'
import { TimerQueue } from './timer-queue.ts'

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /**
   * Moves time on by `ms` and runs what falls due, in order of time and, at equal times, of scheduling. Before time moves, and
   * after every callback, promise chains run as far as they can without a timer.
   *
   * @throws {Error} Somebody else moves this clock already.
   */
  advance(ms: number): Promise<void>
  /**
   * Moves from timer to timer until the promise settles or the condition holds, and gives the promise's value.
   *
   * @param options.limitMs - The most that time may move; one hour unless told.
   * @throws {Error} The limit is reached, or nothing is scheduled that could still settle it.
   */
  runUntil<T>(awaited: Promise<T>, options?: { readonly limitMs?: number }): Promise<T>
  runUntil(isDone: () => boolean, options?: { readonly limitMs?: number }): Promise<void>
  /** Sets the wall clock forward or back, as an operator or NTP would; timers and `monotonicMs` do not notice. */
  stepWallClock(byMs: number): void
  /** True while a callback waits. */
  readonly hasPending: boolean
}

const defaultLimitMs = 3_600_000

/**
 * Time as a number that a test or a simulation moves. One seed and one order of calls give one run. Time has microseconds;
 * a shorter delay counts as one.
 *
 * Code that runs on it waits only for promises and for this clock: a real timer, a file or a socket would end the determinism.
 *
 * @param options.startMs - Wall-clock time at the start, milliseconds since the epoch.
 */
export function createVirtualClock({ startMs = 0 }: { readonly startMs?: number } = {}): VirtualClock {
  if (!Number.isSafeInteger(startMs)) throw new RangeError(`startMs is a whole number of milliseconds, got ${startMs}`)
  const timers = new TimerQueue()
  let elapsedUs = 0
  let wallStartUs = startMs * 1000
  let moving = false

  const schedule = (delayMs: number, callback: () => void): Timer => {
    const timer = timers.add(elapsedUs + toWholeUs(checkDelay(delayMs)), callback)
    return {
      cancel: () => {
        timer.callback = undefined
      },
    }
  }

  /** Runs the next timer if it falls due by `limitUs`. */
  const runNext = async (limitUs: number): Promise<boolean> => {
    const next = timers.peek()
    if (next === undefined || next.dueUs > limitUs) return false
    timers.take()
    elapsedUs = next.dueUs
    const { callback } = next
    next.callback = undefined
    callback?.()
    await settlePromises()
    return true
  }

  const move = async <T>(work: () => Promise<T>): Promise<T> => {
    if (moving) throw new Error('The virtual clock is being moved already; await the first advance or runUntil')
    moving = true
    try {
      await settlePromises()
      return await work()
    } finally {
      moving = false
    }
  }

  const advance = (ms: number) => {
    const targetUs = elapsedUs + toWholeUs(checkDelay(ms))
    return move(async () => {
      while (await runNext(targetUs)) continue
      elapsedUs = targetUs
    })
  }

  const runUntil = async <T>(
    awaited: Promise<T> | (() => boolean),
    { limitMs = defaultLimitMs }: { readonly limitMs?: number } = {},
  ): Promise<T | void> => {
    const limitUs = elapsedUs + toWholeUs(checkDelay(limitMs))
    const isDone = typeof awaited === 'function' ? awaited : watchSettling(awaited)
    await move(async () => {
      while (!isDone()) {
        if (await runNext(limitUs)) continue
        if (timers.peek() === undefined) throw new Error('Nothing is scheduled that could end the wait')
        elapsedUs = limitUs
        throw new Error(`The wait did not end within ${limitMs} ms of virtual time`)
      }
    })
    return typeof awaited === 'function' ? undefined : awaited
  }

  return {
    now: () => Math.floor((wallStartUs + elapsedUs) / 1000),
    nowUs: () => BigInt(wallStartUs + elapsedUs),
    monotonicMs: () => elapsedUs / 1000,
    schedule,
    advance,
    runUntil: runUntil as VirtualClock['runUntil'],
    stepWallClock: (byMs) => {
      wallStartUs += Math.round(byMs * 1000)
    },
    get hasPending() {
      return timers.peek() !== undefined
    },
  }
}

/** Never early; the subtraction forgives the noise of a product like 1.1 * 1000. */
function toWholeUs(ms: number): number {
  return ms > 0 ? Math.max(1, Math.ceil(ms * 1000 - 1e-6)) : 0
}

function watchSettling(promise: Promise<unknown>): () => boolean {
  let settled = false
  const settle = () => {
    settled = true
  }
  promise.then(settle, settle)
  return () => settled
}

/** An immediate comes after every promise reaction that is already possible, those that they cause included. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
