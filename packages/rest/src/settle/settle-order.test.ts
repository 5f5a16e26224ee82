import { createSeededRandom, RejectedError, sleep, TransportFailure } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createTestClient, orderAnswer, testStartMs } from '../testing/create-test-client.ts'
import { createNonceExchange } from '../testing/nonce-exchange.ts'
import { answer, refusal, type Script } from '../testing/scripted-transport.ts'
import { settleOrder } from './settle-order.ts'

const nonceUs = BigInt(testStartMs) * 1_000n
const lost = { symbol: 'BTCUSDT', clientOrderId: 'test-1-1', nonceUs, sentAtMs: testStartMs }
const notFound = refusal(-2013, 'Order does not exist.')
const noopRefused = refusal(-4225, 'Nonce Expired')
const noopAccepted = answer({ code: 200, msg: 'success' })
const found = answer(orderAnswer())

/** An exchange that answers queries, noops and the time by turns of a list; the last turn repeats. */
const byTurns = (queries: readonly object[], noops: readonly object[], clock: () => number): Script => {
  let query = 0
  let noop = 0
  return ({ url }) => {
    if (url.includes('/noop')) return noops[Math.min(noop++, noops.length - 1)] ?? {}
    if (url.includes('/time')) return answer({ serverTime: clock() })
    return queries[Math.min(query++, queries.length - 1)] ?? {}
  }
}

function settle(queries: readonly object[], noops: readonly object[], options = {}, version: 'v3' | 'v1' = 'v3') {
  let now = () => testStartMs
  const test = createTestClient(
    byTurns(queries, noops, () => now()),
    { version },
  )
  now = () => test.clock.now()
  const settled = test.clock.runUntil(settleOrder(test.client, lost, options))
  return { ...test, settled }
}

describe('settleOrder', () => {
  it('finds the order', async () => {
    const { settled } = settle([found], [noopRefused])
    await expect(settled).resolves.toMatchObject({ outcome: 'placed', order: { clientOrderId: 'test-1-1' } })
  })

  it('finds the order that queries show late', async () => {
    const { settled } = settle([notFound, notFound, notFound, found], [noopRefused])
    await expect(settled).resolves.toMatchObject({ outcome: 'placed' })
  })

  it('says absent at once when the noop won', async () => {
    const { settled, clock } = settle([notFound], [noopAccepted])
    await expect(settled).resolves.toEqual({ outcome: 'absent' })
    expect(clock.monotonicMs()).toBeLessThan(100)
  })

  it('trusts an order that is there more than a noop that won', async () => {
    const { settled } = settle([found], [noopAccepted])
    await expect(settled).resolves.toMatchObject({ outcome: 'placed' })
  })

  it('does not say absent before the window has passed when the nonce was taken', async () => {
    const { settled, clock } = settle([notFound], [noopRefused], { windowMs: 10_000 })
    await expect(settled).resolves.toEqual({ outcome: 'absent' })
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(20_000)
    expect(clock.monotonicMs()).toBeLessThan(21_000)
  })

  it('does not take an exchange whose clock jumped for a window that has passed', async () => {
    const test = createTestClient(({ url }) => {
      if (url.includes('/noop')) return noopRefused
      if (url.includes('/time')) return answer({ serverTime: test.clock.now() + 75_000 })
      // queries lag: the order, accepted before the jump, shows after 3 s
      return test.clock.monotonicMs() < 3_000 ? notFound : found
    })
    const settled = test.clock.runUntil(settleOrder(test.client, lost))
    await expect(settled).resolves.toMatchObject({ outcome: 'placed' })
  })

  it('waits out the whole window when the first query itself is slow', async () => {
    const slowQueryMs = 20_000
    let isFirst = true
    const test = createTestClient(async ({ url }) => {
      if (url.includes('/noop')) return { status: 503 }
      if (url.includes('/time')) return answer({ serverTime: test.clock.now() })
      if (isFirst) {
        isFirst = false
        await sleep(test.clock, slowQueryMs)
      }
      return notFound
    })
    const settled = test.clock.runUntil(settleOrder(test.client, lost, { windowMs: 60_000 }))
    await expect(settled).resolves.toEqual({ outcome: 'absent' })
    expect(test.clock.monotonicMs()).toBeGreaterThanOrEqual(65_000)
  })

  it('sends the noop again when it got no answer itself', async () => {
    const { settled, transport } = settle([notFound], [{ status: 503 }, { status: 503 }, noopAccepted])
    await expect(settled).resolves.toEqual({ outcome: 'absent' })
    expect(transport.requests.filter(({ url }) => url.includes('/noop'))).toHaveLength(3)
    const nonces = new Set(transport.requests.flatMap(({ body }) => /nonce=(\d+)/.exec(body ?? '')?.[1] ?? []))
    expect([...nonces]).toEqual([String(nonceUs)])
  })

  it('says unknown when queries get no answer', async () => {
    const { settled } = settle([{ status: 503 }], [noopRefused], { timeoutMs: 30_000 })
    await expect(settled).resolves.toEqual({ outcome: 'unknown' })
  })

  it('says unknown when its time is up before the window', async () => {
    const { settled, clock } = settle([notFound], [noopRefused], { timeoutMs: 3_000 })
    await expect(settled).resolves.toEqual({ outcome: 'unknown' })
    expect(clock.monotonicMs()).toBeLessThan(4_000)
  })

  it('waits out the recvWindow with V1, where there is no noop', async () => {
    const { settled, clock, transport } = settle([notFound], [], {}, 'v1')
    await expect(settled).resolves.toEqual({ outcome: 'absent' })
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(15_000)
    expect(transport.requests.some(({ url }) => url.includes('/noop'))).toBe(false)
  })

  it('answers at once for a placement of long ago', async () => {
    const test = createTestClient(byTurns([notFound], [noopRefused], () => testStartMs))
    const sentAtMs = testStartMs - 86_400_000
    const longAgo = { ...lost, sentAtMs, nonceUs: BigInt(sentAtMs) * 1_000n }
    await expect(test.clock.runUntil(settleOrder(test.client, longAgo))).resolves.toEqual({ outcome: 'absent' })
    expect(test.clock.monotonicMs()).toBeLessThan(1_000)
  })

  it('waits the whole window when the exchange does not tell its time', async () => {
    const script: Script = ({ url }) => {
      if (url.includes('/time')) return { status: 503 }
      return url.includes('/noop') ? noopRefused : notFound
    }
    const { client, clock } = createTestClient(script)
    const old = { ...lost, nonceUs: nonceUs - 3_600_000_000n, sentAtMs: testStartMs - 3_600_000 }
    await expect(clock.runUntil(settleOrder(client, old))).resolves.toEqual({ outcome: 'absent' })
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(70_000)
  })

  it('throws when the key itself is refused', async () => {
    const { settled } = settle([refusal(-2015, 'Invalid key')], [refusal(-1000, 'No agent found')])
    await expect(settled).rejects.toBeInstanceOf(RejectedError)
  })

  it('stops when the caller gives up', async () => {
    const controller = new AbortController()
    const { settled, clock } = settle([notFound], [noopRefused], { signal: controller.signal })
    clock.schedule(2_000, () => controller.abort(new Error('enough')))
    await expect(settled).rejects.toThrow('enough')
  })

  it(
    'is never wrong, however late the placement arrives and whatever gets lost meanwhile',
    { timeout: 60_000 },
    async () => {
      const outcomes = { placed: 0, absent: 0, unknown: 0 }
      const scenario = fc.record({
        seed: fc.nat(),
        deliveredAfterMs: fc.oneof(fc.nat({ max: 3_000 }), fc.nat({ max: 30_000 }), fc.constant(undefined)),
        refuses: fc.boolean(),
        noticedAfterMs: fc.nat({ max: 12_000 }),
        lagMs: fc.nat({ max: 4_000 }),
        skewMs: fc.integer({ min: -3_000, max: 3_000 }),
        faults: fc.constantFrom(0, 0.2, 0.6),
        stepMs: fc.integer({ min: -5_000, max: 60_000 }),
      })
      await fc.assert(
        fc.asyncProperty(scenario, async ({ seed, deliveredAfterMs, refuses, noticedAfterMs, stepMs, ...facts }) => {
          let handle: Script = () => ({})
          const { client, clock } = createTestClient((request, index) => handle(request, index))
          const random = createSeededRandom(seed)
          const exchange = createNonceExchange({ ...facts, clock, random, windowMs: 10_000 })
          handle = (request) => exchange.handle(request)
          const delivered = (async () => {
            if (deliveredAfterMs === undefined) return
            await sleep(clock, deliveredAfterMs)
            exchange.deliver({ nonce: String(nonceUs), clientOrderId: lost.clientOrderId, refuses })
          })()
          await clock.advance(noticedAfterMs)
          const { outcome } = await clock.runUntil(settleOrder(client, lost, { windowMs: 10_000 }))
          outcomes[outcome] += 1
          // the local wall clock is set while the late request is still on its way
          clock.stepWallClock(stepMs)
          await clock.runUntil(delivered)
          const isThere = exchange.has(lost.clientOrderId)
          expect(outcome).not.toBe(isThere ? 'absent' : 'placed')
        }),
        { numRuns: 150 },
      )
      expect(outcomes.placed).toBeGreaterThan(10)
      expect(outcomes.absent).toBeGreaterThan(10)
      expect(outcomes.unknown).toBeLessThan(15)
    },
  )

  it('keeps asking through failures of the connection', async () => {
    const reset = new TransportFailure('sent', 'reset', 'lost')
    const script: Script = ({ url }, index) => {
      if (url.includes('/noop')) return noopRefused
      return index < 9 ? reset : found
    }
    const { client, clock } = createTestClient(script)
    await expect(clock.runUntil(settleOrder(client, lost))).resolves.toMatchObject({ outcome: 'placed' })
  })
})
