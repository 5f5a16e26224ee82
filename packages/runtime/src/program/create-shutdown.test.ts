import { createVirtualClock, sleep, type VirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createShutdown, type RunningShutdown } from './create-shutdown.ts'

function setUp(): { readonly clock: VirtualClock; readonly shutdown: RunningShutdown; readonly happened: string[] } {
  const clock = createVirtualClock()
  const shutdown = createShutdown(clock, (error) => (error instanceof Error ? error.message : String(error)))
  return { clock, shutdown, happened: [] }
}

describe('an orderly end', () => {
  it('runs phase by phase, in each the last one first, whatever the order in which they were registered', async () => {
    const { clock, shutdown, happened } = setUp()
    for (const [phase, name] of [
      ['close', 'journal'],
      ['settle', 'signals'],
      ['intake', 'alerts'],
      ['close', 'exchange'],
      ['release', 'account'],
    ] as const) {
      shutdown.add(phase, name, async () => {
        await sleep(clock, 10)
        happened.push(name)
      })
    }
    expect(await clock.runUntil(shutdown.run())).toBe(true)
    expect(happened).toEqual(['alerts', 'signals', 'account', 'exchange', 'journal'])
  })

  it('tells of each step how long it took and what it left', async () => {
    const { clock, shutdown } = setUp()
    shutdown.add('settle', 'signals', async () => {
      await sleep(clock, 250)
      return '2 wait for the next start'
    })
    shutdown.add('close', 'journal', () => undefined)
    await clock.runUntil(shutdown.run())
    expect(shutdown.describe()).toEqual([
      '  settle   signals: done in 250 ms, 2 wait for the next start',
      '  close    journal: done in 0 ms',
    ])
  })

  it('goes on after a step that fails and one that hangs, aborts that one, and says so', async () => {
    const { clock, shutdown, happened } = setUp()
    shutdown.add('intake', 'alerts', () => {
      throw new Error('no such server')
    })
    shutdown.add(
      'settle',
      'signals',
      (signal) =>
        new Promise<void>(() =>
          signal.addEventListener('abort', () => happened.push((signal.reason as Error).message)),
        ),
      { withinMs: 2_000 },
    )
    shutdown.add('close', 'journal', () => void happened.push('journal'))
    expect(await clock.runUntil(shutdown.run())).toBe(false)
    expect(happened).toEqual(['signals took longer than 2000 ms', 'journal'])
    expect(shutdown.describe()).toEqual([
      '  intake   alerts: FAILED after 0 ms: no such server',
      '  settle   signals: NOT DONE within 2000 ms, left behind',
      '  close    journal: done in 0 ms',
    ])
  })

  it('can be described while it runs: what is still running and what was not begun', async () => {
    const { clock, shutdown } = setUp()
    shutdown.add('settle', 'signals', () => sleep(clock, 5_000))
    shutdown.add('close', 'journal', () => undefined)
    const done = shutdown.run()
    await clock.advance(1_200)
    expect(shutdown.describe()).toEqual([
      '  settle   signals: STILL RUNNING after 1200 ms',
      '  close    journal: NOT BEGUN',
    ])
    await clock.runUntil(done)
  })
})
