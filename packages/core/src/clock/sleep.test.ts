import { describe, expect, it } from 'vitest'

import { sleep } from './sleep.ts'
import { createVirtualClock } from './virtual-clock.ts'

describe('sleep', () => {
  it('waits its time', async () => {
    const clock = createVirtualClock()
    await clock.runUntil(sleep(clock, 250))
    expect(clock.monotonicMs()).toBe(250)
  })

  it('ends at once with the reason of the signal, and leaves no timer', async () => {
    const clock = createVirtualClock()
    const controller = new AbortController()
    const sleeping = sleep(clock, 250, controller.signal)
    controller.abort(new Error('stopped'))
    await expect(sleeping).rejects.toThrow('stopped')
    expect(clock.hasPending).toBe(false)
  })

  it('does not begin on a signal that has aborted', async () => {
    const clock = createVirtualClock()
    await expect(sleep(clock, 1, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    expect(clock.hasPending).toBe(false)
  })

  it('does not mind an abort afterwards', async () => {
    const clock = createVirtualClock()
    const controller = new AbortController()
    await clock.runUntil(sleep(clock, 1, controller.signal))
    controller.abort()
    expect(clock.monotonicMs()).toBe(1)
  })
})
