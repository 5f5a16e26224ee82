import { createNonceSource } from '@aster/auth'
import { createVirtualClock, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import { testStartMs } from '../testing/create-test-client.ts'
import { answer, createScriptedTransport } from '../testing/scripted-transport.ts'
import { createTimeSync } from './create-time-sync.ts'

/** An exchange `skewMs` ahead of us; each question takes its turn's time to get there and back. */
function createCase(startSkewMs: number, trips: readonly (readonly [thereMs: number, backMs: number])[]) {
  const clock = createVirtualClock({ startMs: testStartMs })
  const startMs = clock.monotonicMs()
  let skewMs = startSkewMs
  const exchangeNow = () => testStartMs + clock.monotonicMs() - startMs + skewMs
  const transport = createScriptedTransport(async (_request, index) => {
    const [thereMs, backMs] = trips[index % trips.length] ?? [0, 0]
    await sleep(clock, thereMs)
    const serverTime = Math.floor(exchangeNow())
    await sleep(clock, backMs)
    return answer({ serverTime })
  })
  const client = createRestClient({ transport, clock, baseUrl: 'http://exchange.invalid' })
  const stepExchange = (byMs: number) => (skewMs += byMs)
  return { clock, transport, exchangeNow, stepExchange, time: createTimeSync(client, { clock }) }
}

describe('createTimeSync', () => {
  it('is unsure without bound before the first measurement', () => {
    const { time } = createCase(0, [[0, 0]])
    expect(time.uncertaintyMs()).toBe(Number.POSITIVE_INFINITY)
    expect(time.offsetUs()).toBe(0n)
  })

  it('takes the question with the shortest round trip', async () => {
    const { clock, time, exchangeNow, transport } = createCase(1_234, [
      [900, 100],
      [5, 5],
      [400, 10],
      [50, 700],
      [90, 90],
    ])
    await clock.runUntil(time.sync())
    expect(transport.requests).toHaveLength(5)
    expect(time.sample?.roundTripMs).toBe(10)
    expect(Math.abs(time.now() - exchangeNow())).toBeLessThanOrEqual(1)
    expect(time.uncertaintyMs()).toBeLessThan(8)
  })

  it('is wrong by no more than it says, also for lopsided round trips', async () => {
    for (const trip of [
      [300, 0],
      [0, 300],
      [150, 150],
      [2_000, 10],
    ] as const) {
      const { clock, time, exchangeNow } = createCase(-2_500, [trip])
      await clock.runUntil(time.sync())
      expect(Math.abs(time.now() - exchangeNow())).toBeLessThanOrEqual(time.uncertaintyMs())
    }
  })

  it('grows unsure with age, and sure again with the next measurement', async () => {
    const { clock, time } = createCase(0, [[5, 5]])
    await clock.runUntil(time.sync())
    const fresh = time.uncertaintyMs()
    await clock.advance(3_600_000)
    expect(time.uncertaintyMs() - fresh).toBeCloseTo(720, 0)
    await clock.runUntil(time.sync())
    expect(time.uncertaintyMs()).toBeLessThan(10)
  })

  it('keeps the time when the local clock is set, says how unsure that makes it, and refuses nonces no more than needed', async () => {
    const { clock, time, exchangeNow } = createCase(0, [[5, 5]])
    await clock.runUntil(time.sync())
    const nonces = createNonceSource({ clock, offsetUs: time.offsetUs })
    clock.stepWallClock(-4_000)
    expect(Math.abs(time.now() - exchangeNow())).toBeLessThanOrEqual(1)
    expect(Math.abs(Number(nonces.next() / 1_000n) - exchangeNow())).toBeLessThanOrEqual(1)
    expect(time.uncertaintyMs()).toBeGreaterThan(3_900)
    clock.stepWallClock(-4_000)
    expect(time.uncertaintyMs()).toBeGreaterThan(5_000)
    await clock.runUntil(time.sync())
    expect(time.uncertaintyMs()).toBeLessThan(10)
  })

  it('believes a slower measurement that contradicts the one it has: the exchange set its clock', async () => {
    for (const stepMs of [-70_000, -3_000, 3_000, 70_000]) {
      const trips = Array.from({ length: 10 }, (_, index) => (index < 5 ? ([1, 1] as const) : ([40, 40] as const)))
      const { clock, time, exchangeNow, stepExchange } = createCase(0, trips)
      await clock.runUntil(time.sync())
      stepExchange(stepMs)
      await clock.runUntil(time.sync())
      expect(Math.abs(time.now() - exchangeNow())).toBeLessThanOrEqual(time.uncertaintyMs())
      expect(time.uncertaintyMs()).toBeLessThan(50)
    }
  })

  it('keeps the better measurement when a slower one agrees with it', async () => {
    const trips = Array.from({ length: 10 }, (_, index) => (index < 5 ? ([1, 1] as const) : ([40, 0] as const)))
    const { clock, time } = createCase(0, trips)
    await clock.runUntil(time.sync())
    const { roundTripMs } = await clock.runUntil(time.sync())
    expect(roundTripMs).toBe(2)
  })

  it('measures again and again while it runs, and stops', async () => {
    const { clock, time, transport } = createCase(0, [[5, 5]])
    const running = time.start()
    await clock.advance(600_500)
    expect(transport.requests).toHaveLength(15)
    await clock.runUntil(time.stop())
    await running
    await clock.advance(600_000)
    expect(transport.requests).toHaveLength(15)
  })
})
