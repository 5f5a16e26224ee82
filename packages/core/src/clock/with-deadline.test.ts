import { describe, expect, it } from 'vitest'

import { sleep } from './sleep.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { withDeadline } from './with-deadline.ts'

describe('withDeadline', () => {
  it('gives what the work gives in time, and leaves no timer', async () => {
    const clock = createVirtualClock()
    const work = (signal: AbortSignal) => sleep(clock, 10, signal).then(() => 'done')
    expect(await clock.runUntil(withDeadline(clock, 100, work))).toBe('done')
    expect(clock.hasPending).toBe(false)
  })

  it('aborts the work at the deadline and rejects with a TimeoutError', async () => {
    const clock = createVirtualClock()
    let aborted = false
    const work = async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
      await sleep(clock, 1000, signal)
    }
    await expect(clock.runUntil(withDeadline(clock, 100, work))).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(aborted).toBe(true)
    expect(clock.monotonicMs()).toBe(100)
  })

  it('does not wait for work that does not listen', async () => {
    const clock = createVirtualClock()
    const deaf = () => new Promise<void>(() => {})
    await expect(clock.runUntil(withDeadline(clock, 100, deaf))).rejects.toThrow('Not done within 100 ms')
  })

  it('passes on the fault of the work', async () => {
    const clock = createVirtualClock()
    await expect(withDeadline(clock, 100, () => Promise.reject(new Error('fault')))).rejects.toThrow('fault')
  })

  it('ends with the reason of the caller when that comes first', async () => {
    const clock = createVirtualClock()
    const controller = new AbortController()
    const waiting = withDeadline(clock, 100, (signal) => sleep(clock, 1000, signal), controller.signal)
    controller.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    let began = false
    const begin = async () => {
      began = true
    }
    await expect(withDeadline(clock, 100, begin, controller.signal)).rejects.toThrow('stopped')
    expect(began).toBe(false)
  })
})
