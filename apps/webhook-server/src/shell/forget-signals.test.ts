import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { forgetSignals } from './forget-signals.ts'

const dayMs = 86_400_000

function open(left: number) {
  const clock = createVirtualClock({ startMs: 100 * dayMs })
  const asked: { readonly beforeMs: number; readonly limit: number }[] = []
  const failures: unknown[] = []
  const disk = { left, isFull: false }
  const stop = forgetSignals({
    clock,
    keepMs: 90 * dayMs,
    onFailure: (error) => failures.push(error),
    store: {
      async prune(beforeMs, limit) {
        asked.push({ beforeMs, limit })
        if (disk.isFull) throw new Error('full')
        const gone = Math.min(disk.left, limit)
        disk.left -= gone
        return gone
      },
    },
  })
  return { clock, asked, failures, disk, stop }
}

describe('forgetSignals', () => {
  it('removes what was over before the last days, a batch at a time until nothing is left, and again an hour later', async () => {
    const { clock, asked, disk, stop } = open(450)
    await clock.advance(120_000)
    expect(disk.left).toBe(0)
    expect(asked).toHaveLength(3)
    expect(asked[0]).toEqual({ beforeMs: 10 * dayMs + 60_000, limit: 200 })
    await clock.advance(3_600_000)
    expect(asked).toHaveLength(4)
    stop()
    await clock.advance(10 * 3_600_000)
    expect(asked).toHaveLength(4)
  })

  it('says when it fails, and tries again an hour later', async () => {
    const { clock, failures, disk } = open(10)
    disk.isFull = true
    await clock.advance(120_000)
    expect(failures).toHaveLength(1)
    disk.isFull = false
    await clock.advance(3_600_000)
    expect(disk.left).toBe(0)
  })
})
