import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sleep } from './sleep.ts'
import { createVirtualClock } from './virtual-clock.ts'

describe('createVirtualClock', () => {
  it('stands still until it is moved, and then is where it was told to go', async () => {
    const clock = createVirtualClock({ startMs: 1_700_000_000_000 })
    expect([clock.now(), clock.nowUs(), clock.monotonicMs()]).toEqual([1_700_000_000_000, 1_700_000_000_000_000n, 0])
    await clock.advance(1.5)
    expect([clock.now(), clock.nowUs(), clock.monotonicMs()]).toEqual([1_700_000_000_001, 1_700_000_000_001_500n, 1.5])
  })

  it('runs equal times in the order of scheduling', async () => {
    const clock = createVirtualClock()
    const log: string[] = []
    clock.schedule(5, () => log.push('a'))
    clock.schedule(4, () => clock.schedule(1, () => log.push('scheduled on the way')))
    clock.schedule(5, () => log.push('b'))
    await clock.advance(5)
    expect(log).toEqual(['a', 'b', 'scheduled on the way'])
  })

  it('runs what falls due by the end of an advance and nothing beyond', async () => {
    const clock = createVirtualClock()
    const log: number[] = []
    for (const ms of [9, 10, 10.001, 11]) clock.schedule(ms, () => log.push(clock.monotonicMs()))
    await clock.advance(10)
    expect(log).toEqual([9, 10])
  })

  it('lets promise chains run to their end before the next timer, at equal times as well', async () => {
    const clock = createVirtualClock()
    const log: string[] = []
    const chain = async (name: string) => {
      for (let step = 1; step <= 50; step++) await Promise.resolve()
      await new Promise((resolve) => process.nextTick(resolve))
      log.push(name)
    }
    clock.schedule(1, () => {
      chain('chain of a').catch(() => {})
      log.push('a')
    })
    clock.schedule(1, () => log.push('b'))
    await clock.advance(1)
    expect(log).toEqual(['a', 'chain of a', 'b'])
  })

  it('lets what is already on its way reach its timer before time moves', async () => {
    const clock = createVirtualClock()
    const log: number[] = []
    const late = Promise.resolve().then(async () => {
      await sleep(clock, 3)
      log.push(clock.monotonicMs())
    })
    await clock.advance(3)
    await late
    expect(log).toEqual([3])
  })

  it('runs timers as a stable sort by time would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ delayMs: fc.integer({ min: 0, max: 20 }), cancelled: fc.boolean() }), { maxLength: 60 }),
        async (timers) => {
          const clock = createVirtualClock()
          const log: number[] = []
          const handles = timers.map(({ delayMs }, index) => clock.schedule(delayMs, () => log.push(index)))
          timers.forEach(({ cancelled }, index) => {
            if (cancelled) handles[index]?.cancel()
          })
          await clock.advance(20)
          const expected = [...timers.entries()]
            .filter(([, { cancelled }]) => !cancelled)
            .toSorted(([, a], [, b]) => a.delayMs - b.delayMs)
            .map(([index]) => index)
          expect(log).toEqual(expected)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('runs until a promise settles and gives its value', async () => {
    const clock = createVirtualClock()
    const work = async () => {
      await sleep(clock, 10)
      await sleep(clock, 20)
      return 'done'
    }
    clock.schedule(1000, () => {})
    expect(await clock.runUntil(work())).toBe('done')
    expect(clock.monotonicMs()).toBe(30)
  })

  it('rejects as the promise does', async () => {
    const clock = createVirtualClock()
    const work = async () => {
      await sleep(clock, 10)
      throw new Error('refused')
    }
    await expect(clock.runUntil(work())).rejects.toThrow('refused')
  })

  it('runs until a condition holds', async () => {
    const clock = createVirtualClock()
    let count = 0
    const tick = () => {
      count += 1
      clock.schedule(100, tick)
    }
    tick()
    await clock.runUntil(() => count === 5)
    expect(clock.monotonicMs()).toBe(400)
  })

  it('gives up at the limit, or when nothing is left that could end the wait', async () => {
    const clock = createVirtualClock()
    const never = new Promise<void>(() => {})
    await expect(clock.runUntil(never)).rejects.toThrow('Nothing is scheduled')
    const tick = () => {
      clock.schedule(300, tick)
    }
    tick()
    await expect(clock.runUntil(never, { limitMs: 1000 })).rejects.toThrow('within 1000 ms')
    expect(clock.monotonicMs()).toBe(1000)
  })

  it('says whether anything waits', async () => {
    const clock = createVirtualClock()
    expect(clock.hasPending).toBe(false)
    clock.schedule(5, () => {}).cancel()
    expect(clock.hasPending).toBe(false)
    clock.schedule(5, () => {})
    expect(clock.hasPending).toBe(true)
    await clock.advance(5)
    expect(clock.hasPending).toBe(false)
  })

  it('is moved by one at a time', async () => {
    const clock = createVirtualClock()
    const first = clock.advance(10)
    await expect(clock.advance(10)).rejects.toThrow('moved already')
    await first
    await clock.advance(10)
    expect(clock.monotonicMs()).toBe(20)
  })

  it('hands a fault of a callback to whoever moves it, and goes on afterwards', async () => {
    const clock = createVirtualClock()
    const log: string[] = []
    clock.schedule(1, () => {
      throw new Error('fault')
    })
    clock.schedule(2, () => log.push('next'))
    await expect(clock.advance(5)).rejects.toThrow('fault')
    await clock.advance(4)
    expect(log).toEqual(['next'])
  })

  it('steps its wall clock without touching timers or durations', async () => {
    const clock = createVirtualClock({ startMs: 1_000_000 })
    const log: number[] = []
    clock.schedule(10, () => log.push(clock.now()))
    clock.stepWallClock(-3000)
    expect(clock.now()).toBe(997_000)
    await clock.advance(10)
    expect(log).toEqual([997_010])
    expect(clock.monotonicMs()).toBe(10)
  })

  it('moves for the shortest delay, so that a loop of rounding errors ends', async () => {
    const clock = createVirtualClock({ startMs: 0 })
    clock.schedule(1.5e-11, () => {})
    await clock.advance(0)
    expect(clock.hasPending).toBe(true)
    await clock.advance(0.001)
    expect(clock.hasPending).toBe(false)
  })

  it('starts at a whole millisecond', () => {
    expect(() => createVirtualClock({ startMs: 0.5 })).toThrow(RangeError)
  })
})
