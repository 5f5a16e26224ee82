import { describe, expect, it } from 'vitest'

import { createScaledClock } from './scaled-clock.ts'
import { createVirtualClock } from './virtual-clock.ts'

describe('createScaledClock', () => {
  it('runs its factor as fast as its base, from the same start', async () => {
    const base = createVirtualClock({ startMs: 1_000_000 })
    await base.advance(500)
    const clock = createScaledClock(60, base)
    expect([clock.now(), clock.nowUs(), clock.monotonicMs()]).toEqual([1_000_500, 1_000_500_000n, 500])
    await base.advance(1000)
    expect([clock.now(), clock.nowUs(), clock.monotonicMs()]).toEqual([1_060_500, 1_060_500_000n, 60_500])
  })

  it('calls back after its own milliseconds', async () => {
    const base = createVirtualClock()
    const clock = createScaledClock(60, base)
    const log: number[] = []
    clock.schedule(60_000, () => log.push(base.monotonicMs()))
    await base.advance(1000)
    expect(log).toEqual([1000])
  })

  it('follows a step of the wall clock below it, factor and all', () => {
    const base = createVirtualClock({ startMs: 1_000_000 })
    const clock = createScaledClock(10, base)
    base.stepWallClock(-5)
    expect(clock.now()).toBe(999_950)
    expect(clock.monotonicMs()).toBe(0)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the factor %s', (factor) => {
    expect(() => createScaledClock(factor, createVirtualClock())).toThrow(RangeError)
  })
})
