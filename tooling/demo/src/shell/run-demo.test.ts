import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { type DemoRun, runDemo } from './run-demo.ts'

const startMs = Date.UTC(2026, 0, 1)

/** A run in memory; `abortAfterMs` asks it to end before its time. */
async function run(facts: Partial<DemoRun> & { readonly abortAfterMs?: number } = {}) {
  const clock = createVirtualClock({ startMs })
  const controller = new AbortController()
  const lines: string[] = []
  if (facts.abortAfterMs !== undefined) {
    clock.schedule(facts.abortAfterMs, () => controller.abort(new Error('enough')))
  }
  const result = await runDemo({
    link: 'memory',
    clock,
    seed: 1,
    market: { kind: 'synthetic' },
    symbols: ['BTCUSDT', 'ETHUSDT'],
    durationMs: 20_000,
    isDry: false,
    signal: controller.signal,
    onLog: (line) => lines.push(line),
    ...facts,
  })
  return { result, lines, placements: lines.filter((line) => /"method":"POST","path":"[^"]*\/order"/.test(line)) }
}

describe('runDemo', () => {
  it('completes trades, long and short, and leaves nothing', async () => {
    const { result } = await run()
    expect(result).toMatchObject({ isClean: true, faults: 0, left: { openOrders: 0, position: '0' } })
    expect(result.summary.longs).toBeGreaterThan(0)
    expect(result.summary.shorts).toBeGreaterThan(0)
    expect(result.summary.durationMs).toBeLessThan(21_000)
  })

  it('closes what runs and ends when it is asked to', async () => {
    const { result } = await run({ abortAfterMs: 5_000 })
    expect(result).toMatchObject({ isClean: true, left: { openOrders: 0, position: '0' } })
    expect(result.summary.byEnd).toBeGreaterThan(0)
    expect(result.summary.durationMs).toBeLessThan(6_000)
  })

  it('ends at once when it is asked to before it has begun', async () => {
    const { result, placements } = await run({ abortAfterMs: 0 })
    expect(result.isClean).toBe(true)
    expect(placements).toEqual([])
  })

  it('plans and sends no order when dry', async () => {
    const { result, lines, placements } = await run({ isDry: true })
    expect(placements).toEqual([])
    expect(lines.filter((line) => line.includes('"event":"planned"')).length).toBeGreaterThan(2)
    expect(result.summary).toMatchObject({ trades: 0, durationMs: expect.closeTo(20_000, -3) })
  })

  it('takes its entries back on a market that stands still', async () => {
    const { result } = await run({ market: { kind: 'quiet' } })
    expect(result).toMatchObject({ isClean: true, summary: { trades: 0, openOrdersLeft: 0 } })
    expect(result.summary.notEntered).toBeGreaterThan(0)
  })

  it('writes the same log for the same seed, another for another', async () => {
    const [first, again, other] = [await run({ seed: 7 }), await run({ seed: 7 }), await run({ seed: 8 })]
    expect(first.lines.length).toBeGreaterThan(500)
    expect(again.lines).toEqual(first.lines)
    expect(other.lines).not.toEqual(first.lines)
  })

  it('writes no private key to its log', async () => {
    const { lines } = await run({ durationMs: 3_000 })
    expect(lines.join('\n')).not.toMatch(/0x[0-9a-f]{64}/i)
  })
})
