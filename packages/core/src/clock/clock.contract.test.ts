import { describe, expect, it } from 'vitest'

import type { Clock } from '../ports/clock.ts'
import { createScaledClock } from './scaled-clock.ts'
import { createSystemClock } from './system-clock.ts'
import { createVirtualClock } from './virtual-clock.ts'

interface Subject {
  readonly clock: Clock
  /** Lets time pass until the promise settles. */
  readonly pass: <T>(promise: Promise<T>) => Promise<T>
}

const implementations: Readonly<Record<string, () => Subject>> = {
  system: () => ({ clock: createSystemClock(), pass: (promise) => promise }),
  virtual: () => {
    const clock = createVirtualClock({ startMs: 1_700_000_000_000 })
    return { clock, pass: (promise) => clock.runUntil(promise) }
  },
  'scaled over virtual, faster': () => {
    const base = createVirtualClock({ startMs: 1_700_000_000_000 })
    return { clock: createScaledClock(7, base), pass: (promise) => base.runUntil(promise) }
  },
  'scaled over virtual, slower': () => {
    const base = createVirtualClock({ startMs: 1_700_000_000_000 })
    return { clock: createScaledClock(0.3, base), pass: (promise) => base.runUntil(promise) }
  },
  'scaled over system': () => ({ clock: createScaledClock(10, createSystemClock()), pass: (promise) => promise }),
}

const wait = (clock: Clock, ms: number) => new Promise<void>((resolve) => clock.schedule(ms, resolve))

describe.each(Object.entries(implementations))('a clock: %s', (_name, create) => {
  it('calls back once, after its delay and never before', async () => {
    const { clock, pass } = create()
    for (const delayMs of [1, 2.5, 5]) {
      const start = clock.monotonicMs()
      let calls = 0
      const called = new Promise<void>((resolve) => {
        clock.schedule(delayMs, () => {
          calls += 1
          resolve()
        })
      })
      expect(calls).toBe(0)
      await pass(called)
      expect(clock.monotonicMs() - start).toBeGreaterThanOrEqual(delayMs - 1e-6)
      await pass(wait(clock, 5))
      expect(calls).toBe(1)
    }
  })

  it('calls back in the order of time, whatever the order of scheduling', async () => {
    const { clock, pass } = create()
    const log: number[] = []
    for (const delayMs of [40, 0, 20]) clock.schedule(delayMs, () => log.push(delayMs))
    await pass(wait(clock, 60))
    expect(log).toEqual([0, 20, 40])
  })

  it('calls back later even without a delay, and takes a time that has passed as now', async () => {
    const { clock, pass } = create()
    const log: string[] = []
    const both = Promise.all([0, -5].map((ms) => wait(clock, ms).then(() => log.push('called'))))
    log.push('scheduled')
    await pass(both)
    expect(log).toEqual(['scheduled', 'called', 'called'])
  })

  it('forgets a cancelled callback', async () => {
    const { clock, pass } = create()
    let called = false
    const timers = [0, 3].map((ms) =>
      clock.schedule(ms, () => {
        called = true
      }),
    )
    for (const timer of timers) timer.cancel()
    await pass(wait(clock, 10))
    expect(called).toBe(false)
  })

  it('takes a cancel after the call, and a second one', async () => {
    const { clock, pass } = create()
    let calls = 0
    const timer = clock.schedule(1, () => {
      calls += 1
    })
    await pass(wait(clock, 5))
    timer.cancel()
    timer.cancel()
    expect(calls).toBe(1)
  })

  it('lets a callback schedule and cancel others', async () => {
    const { clock, pass } = create()
    const log: string[] = []
    const done = new Promise<void>((resolve) => {
      const doomed = clock.schedule(20, () => log.push('doomed'))
      clock.schedule(1, () => {
        doomed.cancel()
        clock.schedule(40, () => {
          log.push('second')
          resolve()
        })
      })
    })
    await pass(done)
    expect(log).toEqual(['second'])
  })

  it('refuses a delay that is no number of milliseconds', () => {
    const { clock } = create()
    for (const delayMs of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => clock.schedule(delayMs, () => {})).toThrow(RangeError)
    }
  })

  it('tells one time in milliseconds and in microseconds', async () => {
    const { clock, pass } = create()
    for (let round = 0; round < 5; round++) {
      const before = clock.now()
      const us = clock.nowUs()
      const after = clock.now()
      expect(Number.isSafeInteger(before)).toBe(true)
      expect(us).toBeGreaterThanOrEqual(BigInt(before) * 1000n)
      expect(us).toBeLessThan(BigInt(after + 1) * 1000n)
      await pass(wait(clock, 0.7))
    }
  })

  it('moves on, and its monotonic time never goes back', async () => {
    const { clock, pass } = create()
    let last = clock.monotonicMs()
    const startUs = clock.nowUs()
    for (let round = 0; round < 20; round++) {
      await pass(wait(clock, 0.2))
      const next = clock.monotonicMs()
      expect(next).toBeGreaterThan(last)
      last = next
    }
    expect(clock.nowUs()).toBeGreaterThan(startUs)
  })
})
