import type { Clock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { BenchContext } from '../benchmark.ts'
import { compare, computeMedian } from './compare.ts'
import { createDurationRow } from './create-duration-row.ts'
import { createRateRow } from './create-rate-row.ts'

/** A clock that only moves when a contender says how long it took. */
function createContext() {
  let nowMs = 0
  const clock: Clock = {
    now: () => nowMs,
    nowUs: () => BigInt(Math.round(nowMs * 1000)),
    monotonicMs: () => nowMs,
    schedule: () => ({ cancel: () => {} }),
  }
  const context: BenchContext = { clock, signal: new AbortController().signal, engine: 'auto', note: () => {} }
  return { context, spend: (us: number) => (nowMs += us / 1000) }
}

describe('compare', () => {
  it('gives microseconds per run of each side', async () => {
    const { context, spend } = createContext()
    const result = await compare(
      (times) => void spend(40 * times),
      (times) => void spend(360 * times),
      context,
    )
    expect(result.oursUs).toBeCloseTo(40, 6)
    expect(result.peerUs).toBeCloseTo(360, 6)
  })

  it('is not moved by rounds in which something else ran', async () => {
    const { context, spend } = createContext()
    let calls = 0
    const disturbed = async (times: number) => void spend(40 * times + (calls++ % 4 === 3 ? 50_000 : 0))
    const result = await compare(disturbed, (times) => void spend(360 * times), context)
    expect(result.oursUs).toBeCloseTo(40, 6)
  })

  it('takes turns at going first', async () => {
    const { context, spend } = createContext()
    const order: string[] = []
    const side = (name: string) => (times: number) => {
      order.push(name)
      spend(1000 * times)
    }
    await compare(side('a'), side('b'), context)
    expect(order.slice(-8).join('')).toMatch(/abbaabba|baabbaab|aabbaabb|bbaabbaa/)
  })
})

describe('computeMedian', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[5], 5],
    [[], Number.NaN],
  ])('of %j is %d', (samples, median) => {
    expect(computeMedian(samples)).toBe(median)
  })
})

describe('createDurationRow', () => {
  const facts = { name: 'row', peerName: 'peer', target: 8, engine: 'native' }

  it('counts a shorter time as better', () => {
    const row = createDurationRow(facts, { oursUs: 40, peerUs: 360 })
    expect(row).toMatchObject({ ours: 40, peer: 360, ratio: 9, unit: 'µs', better: 'lower', ok: true })
  })

  it('is not ok below its target', () => {
    expect(createDurationRow(facts, { oursUs: 50, peerUs: 360 })).toMatchObject({ ratio: 7.2, ok: false })
  })
})

describe('createRateRow', () => {
  it('gives throughputs, ours over the peer', () => {
    const facts = { name: 'row', peerName: 'peer', target: 0.85, engine: null }
    const row = createRateRow(facts, { oursUs: 125, peerUs: 100 })
    expect(row).toMatchObject({ ours: 8000, peer: 10_000, ratio: 0.8, unit: '/s', better: 'higher', ok: false })
  })
})
