import { type Clock, sleep, type Timer } from '@aster/core'

/** Real time that can be moved on: an exchange under it lives through ten minutes in a moment, timers included. */
export interface SteppedClock extends Clock {
  /** How far it is ahead of the clock under it. */
  readonly aheadMs: number
  jump(ms: number): Promise<void>
}

interface Pending {
  readonly dueMs: number
  readonly callback: () => void
  timer: Timer
}

/** Most timers that run between two turns of the program. */
const timersPerTurn = 50

export function createSteppedClock(base: Clock): SteppedClock {
  const pending = new Set<Pending>()
  let aheadMs = 0
  const clock: SteppedClock = {
    get aheadMs() {
      return aheadMs
    },
    now: () => base.now() + Math.floor(aheadMs),
    nowUs: () => base.nowUs() + BigInt(Math.floor(aheadMs * 1_000)),
    monotonicMs: () => base.monotonicMs() + aheadMs,
    schedule(delayMs, callback) {
      const run = () => {
        pending.delete(entry)
        callback()
      }
      const dueMs = clock.monotonicMs() + delayMs
      const entry: Pending = { dueMs, callback: run, timer: base.schedule(delayMs, run) }
      pending.add(entry)
      return {
        cancel() {
          pending.delete(entry)
          entry.timer.cancel()
        },
      }
    },
    async jump(ms) {
      const targetMs = clock.monotonicMs() + ms
      for (let count = 1; ; count += 1) {
        const next = [...pending].sort((a, b) => a.dueMs - b.dueMs)[0]
        if (next === undefined || next.dueMs > targetMs) break
        aheadMs += Math.max(0, next.dueMs - clock.monotonicMs())
        next.timer.cancel()
        next.callback()
        if (count % timersPerTurn === 0) await sleep(base, 0)
      }
      aheadMs += Math.max(0, targetMs - clock.monotonicMs())
      // what waits for longer is waited for less long
      for (const entry of pending) {
        entry.timer.cancel()
        entry.timer = base.schedule(Math.max(0, entry.dueMs - clock.monotonicMs()), entry.callback)
      }
    },
  }
  return clock
}
