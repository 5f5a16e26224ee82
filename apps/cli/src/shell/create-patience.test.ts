import { createVirtualClock, RateLimitError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createPatience } from './create-patience.ts'

function build() {
  const clock = createVirtualClock()
  const said: string[] = []
  const stderr = { write: (text: string) => void said.push(text) } as Parameters<typeof createPatience>[0]['stderr']
  const patience = createPatience({ clock, stderr, signal: new AbortController().signal })
  return { clock, said, patience }
}

const spent = (retryAfterMs: number, banned = false) =>
  new RateLimitError('getOpenOrders', { retryAfterMs, banned, reason: 'the budget is spent' })

describe('patience', () => {
  it('waits a spent budget out, says so, and does it then', async () => {
    const { clock, said, patience } = build()
    const startMs = clock.monotonicMs()
    let tries = 0
    const done = patience(async () => {
      await Promise.resolve()
      tries += 1
      if (tries < 3) throw spent(40_000)
      return clock.monotonicMs() - startMs
    })
    expect(await clock.runUntil(done)).toBe(80_000)
    expect(said).toEqual(Array(2).fill("aster: getOpenOrders has to wait 40 s: the exchange's budget is spent\n"))
  })

  it('ends after two minutes in all, however many calls share it', async () => {
    const { clock, patience } = build()
    let isFirst = true
    const first = patience(async () => {
      await Promise.resolve()
      if (!isFirst) return
      isFirst = false
      throw spent(90_000)
    })
    await clock.runUntil(first)
    await expect(patience(() => Promise.reject(spent(60_000)))).rejects.toThrow('wait 60000 ms')
  })

  it('waits out no ban, and nothing else', async () => {
    const { patience } = build()
    await expect(patience(() => Promise.reject(spent(1_000, true)))).rejects.toThrow('wait 1000 ms')
    await expect(patience(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
