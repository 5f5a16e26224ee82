import { describe, expect, it } from 'vitest'

import { sleep } from './clock/sleep.ts'
import { createVirtualClock } from './clock/virtual-clock.ts'
import { createService } from './service.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

describe('createService', () => {
  it('starts once, however often it is asked', async () => {
    let runs = 0
    const service = createService(async (signal) => {
      runs += 1
      await untilAborted(signal)
    })
    expect(service.start()).toBe(service.start())
    await service.stop()
    expect(runs).toBe(1)
  })

  it('stops by its signal and waits until the work has ended', async () => {
    const clock = createVirtualClock()
    const log: string[] = []
    const service = createService(async (signal) => {
      await untilAborted(signal)
      await sleep(clock, 50)
      log.push('tidied up')
    })
    const done = service.start()
    await clock.runUntil(service.stop().then(() => log.push('stopped')))
    await done
    expect(log).toEqual(['tidied up', 'stopped'])
    await service.stop()
  })

  it('can be stopped before it was started; a start then finds its signal aborted', async () => {
    const service = createService(async (signal) => {
      expect(signal.aborted).toBe(true)
    })
    await service.stop()
    await service.start()
    expect.assertions(1)
  })

  it('ends when the work ends, and fails as the work fails', async () => {
    await createService(async () => {}).start()
    const failing = createService(() => Promise.reject(new Error('fault')))
    await expect(failing.start()).rejects.toThrow('fault')
    await expect(failing.stop()).rejects.toThrow('fault')
  })

  it('stops at the end of an `await using` block', async () => {
    let ended = false
    {
      await using service = createService(async (signal) => {
        await untilAborted(signal)
        ended = true
      })
      service.start().catch(() => {})
    }
    expect(ended).toBe(true)
  })
})
