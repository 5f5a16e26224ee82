import { describe, expect, it } from 'vitest'

import { sleep } from '../clock/sleep.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { createSerialLane } from './create-serial-lane.ts'

describe('createSerialLane', () => {
  it('runs one task at a time, in order, however long each takes', async () => {
    const clock = createVirtualClock()
    const lane = createSerialLane()
    const log: string[] = []
    const task = (name: string, ms: number) => async () => {
      log.push(`${name} begins`)
      await sleep(clock, ms)
      log.push(`${name} ends`)
      return name
    }
    const all = Promise.all([lane.run(task('a', 30)), lane.run(task('b', 10)), lane.run(task('c', 20))])
    expect(lane.pending).toBe(3)
    expect(await clock.runUntil(all)).toEqual(['a', 'b', 'c'])
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(lane.pending).toBe(0)
  })

  it('goes on after a task that failed', async () => {
    const lane = createSerialLane()
    const failed = lane.run(() => Promise.reject(new Error('no')))
    const next = lane.run(() => Promise.resolve('yes'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})
