import { type Order, placeBatchOrdersEndpoint } from '@aster/api'
import { OutcomeUnknownError, ParameterError, RejectedError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import type { RestClient } from '../client/rest-client.ts'
import { createTestClient, orderAnswer, testStartMs } from '../testing/create-test-client.ts'
import { createSignedClient } from '../testing/describe-client.ts'
import { answer, refusal } from '../testing/scripted-transport.ts'
import { settleAmend, settleAmends } from './settle-amend.ts'
import { settleCancel, settleCancels } from './settle-cancel.ts'
import { settleOrders } from './settle-order.ts'

const symbol = 'BTCUSDT'
const windowMs = 10_000
const resting = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '50000' } as const
const carriedOut = ['acceptThenError', 'acceptThenDrop', 'html', 'truncatedJson'] as const
const notCarriedOut = ['dropBeforeAccept', 'errorBeforeAccept'] as const
const toAction = (kind: (typeof carriedOut | typeof notCarriedOut)[number]) =>
  kind === 'html' ? { kind, accepted: true } : { kind }

/** An exchange in memory whose answers to one endpoint go wrong, once. */
async function openWorld(endpoint: string, action: object, version: 'v3' | 'v1' = 'v3') {
  const test = await startTestExchange({ nonceWindowMs: windowMs, limits: false })
  const { exchange, clock } = test
  exchange.faults.load({ rules: [{ match: { endpoint }, action: action as { kind: 'acceptThenError' }, times: 1 }] })
  const world = { keys: testKeys, transport: exchange.transport({ latencyMs: 20 }), clock, baseUrl: exchange.restUrl }
  const client = createSignedClient(world, version, { timeoutMs: 2_000 })
  return { client, clock, run: <T>(work: Promise<T>) => clock.runUntil(work), close: () => test[Symbol.asyncDispose]() }
}

/** Sends what loses its answer, and says what its settlement needs. */
async function lose(client: RestClient, send: () => Promise<unknown>) {
  const sentAtMs = client.clock.now()
  const error: unknown = await send().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof OutcomeUnknownError)) throw new Error('an answer came', { cause: error })
  return { nonceUs: error.nonce, sentAtMs }
}

describe('settleCancel', () => {
  it.each(carriedOut)('finds a canceled order, %s', async (kind) => {
    const { client, run, close } = await openWorld('cancelOrder', toAction(kind))
    const { orderId } = await run(client.trading.placeOrder(resting))
    const lost = await run(lose(client, () => client.trading.cancelOrder({ symbol, orderId })))
    await expect(run(settleCancel(client, { symbol, orderId, ...lost }, { windowMs }))).resolves.toMatchObject({
      outcome: 'final',
      order: { orderId, status: 'CANCELED' },
    })
    await close()
  })

  it.each(notCarriedOut)('says open at once when the noop won, %s', async (kind) => {
    const { client, clock, run, close } = await openWorld('cancelOrder', { kind })
    const { clientOrderId } = await run(client.trading.placeOrder(resting))
    const lost = await run(lose(client, () => client.trading.cancelOrder({ symbol, origClientOrderId: clientOrderId })))
    const startMs = clock.monotonicMs()
    const settled = await run(settleCancel(client, { symbol, clientOrderId, ...lost }, { windowMs }))
    expect(settled).toMatchObject({ outcome: 'open', order: { clientOrderId, status: 'NEW' } })
    expect(clock.monotonicMs() - startMs).toBeLessThan(1_000)
    await close()
  })

  it('waits for a late cancel to arrive or to grow too old, with V1', async () => {
    const { client, clock, run, close } = await openWorld('cancelOrder', { kind: 'dropBeforeAccept' }, 'v1')
    const { orderId } = await run(client.trading.placeOrder(resting))
    const lost = await run(lose(client, () => client.trading.cancelOrder({ symbol, orderId })))
    const startMs = clock.monotonicMs()
    const settled = await run(settleCancel(client, { symbol, orderId, ...lost }))
    expect(settled).toMatchObject({ outcome: 'open' })
    expect(clock.monotonicMs() - startMs).toBeGreaterThan(10_000)
    await close()
  })

  it('says that an order is not found only when a read cannot lag any more', async () => {
    const script = ({ url }: { url: string }) =>
      url.includes('/noop')
        ? answer({ code: 200, msg: 'success' })
        : url.includes('/time')
          ? answer({ serverTime: testStartMs })
          : refusal(-2013, 'Order does not exist.')
    const { client, clock } = createTestClient(script)
    const lost = { symbol, orderId: '7', nonceUs: BigInt(testStartMs) * 1_000n, sentAtMs: testStartMs }
    await expect(clock.runUntil(settleCancel(client, lost))).resolves.toEqual({ outcome: 'notFound' })
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(5_000)
    expect(clock.monotonicMs()).toBeLessThan(7_000)
  })

  it('says unknown for a status that it does not know, and when nothing answers', async () => {
    const strange = createTestClient(({ url }) =>
      url.includes('/order') ? answer(orderAnswer({ status: 'RESTING' })) : { status: 503 },
    )
    const lost = { symbol, clientOrderId: 'test-1-1', sentAtMs: testStartMs }
    const settled = strange.clock.runUntil(settleCancel(strange.client, lost, { timeoutMs: 20_000 }))
    await expect(settled).resolves.toEqual({ outcome: 'unknown' })
    const dead = createTestClient(() => ({ status: 503 }))
    const unanswered = dead.clock.runUntil(settleCancel(dead.client, lost, { timeoutMs: 20_000 }))
    await expect(unanswered).resolves.toEqual({ outcome: 'unknown' })
  })

  it('wants an id', async () => {
    const { client, clock } = createTestClient(() => ({}))
    const settled = clock.runUntil(settleCancel(client, { symbol, sentAtMs: testStartMs }))
    await expect(settled).rejects.toBeInstanceOf(ParameterError)
  })
})

describe('settleAmend', () => {
  const asked = { price: '49000', quantity: '0.02' }

  it.each(carriedOut)('finds the values that were asked for, %s', async (kind) => {
    const { client, run, close } = await openWorld('modifyOrder', toAction(kind))
    const { orderId } = await run(client.trading.placeOrder(resting))
    const lost = await run(lose(client, () => client.trading.modifyOrder({ symbol, orderId, side: 'BUY', ...asked })))
    const settled = await run(settleAmend(client, { symbol, orderId, ...asked, ...lost }, { windowMs }))
    expect(settled).toMatchObject({ outcome: 'amended', order: { price: '49000', origQty: '0.02' } })
    await close()
  })

  it.each(notCarriedOut)('says unchanged when the change can never come, %s', async (kind) => {
    const { client, run, close } = await openWorld('modifyOrder', { kind })
    const { orderId } = await run(client.trading.placeOrder(resting))
    const lost = await run(lose(client, () => client.trading.modifyOrder({ symbol, orderId, side: 'BUY', ...asked })))
    const settled = await run(settleAmend(client, { symbol, orderId, ...asked, ...lost }, { windowMs }))
    expect(settled).toMatchObject({ outcome: 'unchanged', order: { price: '50000', origQty: '0.01' } })
    await close()
  })

  it('says final for an order that ended with other values', async () => {
    const { client, run, close } = await openWorld('modifyOrder', { kind: 'dropBeforeAccept' })
    const { orderId } = await run(client.trading.placeOrder(resting))
    const lost = await run(lose(client, () => client.trading.modifyOrder({ symbol, orderId, side: 'BUY', ...asked })))
    await run(client.trading.cancelOrder({ symbol, orderId }))
    const settled = await run(settleAmend(client, { symbol, orderId, ...asked, ...lost }, { windowMs }))
    expect(settled).toMatchObject({ outcome: 'final', order: { status: 'CANCELED', price: '50000' } })
    await close()
  })
})

describe('the elements of a lost batch', () => {
  const ids = ['batch-1', 'batch-2', 'batch-3']
  const batchOrders = ids.map((newClientOrderId) => ({ ...resting, newClientOrderId }))
  const elements = ids.map((clientOrderId) => ({ symbol, clientOrderId }))

  it.each([...carriedOut, ...notCarriedOut])('are settled together when placed, %s', async (kind) => {
    const { client, clock, run, close } = await openWorld('placeBatchOrders', toAction(kind))
    const lost = await run(lose(client, () => client.call(placeBatchOrdersEndpoint, { batchOrders })))
    const startMs = clock.monotonicMs()
    const settled = await run(settleOrders(client, { elements, ...lost }, { windowMs }))
    const isThere = carriedOut.some((name) => name === kind)
    expect(settled.map(({ outcome }) => outcome)).toEqual(ids.map(() => (isThere ? 'placed' : 'absent')))
    // one noop for all of them
    expect(clock.monotonicMs() - startMs).toBeLessThan(1_000)
    await close()
  })

  it('differ when one of them was refused', async () => {
    const { client, run, close } = await openWorld('placeBatchOrders', { kind: 'acceptThenDrop' })
    const [first, second, third] = batchOrders
    if (first === undefined || second === undefined || third === undefined) throw new Error('three orders')
    const mixed = [first, { ...second, quantity: '0.00001' }, third]
    const lost = await run(lose(client, () => client.call(placeBatchOrdersEndpoint, { batchOrders: mixed })))
    const settled = await run(settleOrders(client, { elements, ...lost }, { windowMs }))
    expect(settled.map(({ outcome }) => outcome)).toEqual(['placed', 'absent', 'placed'])
    await close()
  })

  it.each(['acceptThenDrop', 'dropBeforeAccept'] as const)(
    'are settled when canceled and changed, %s',
    async (kind) => {
      for (const endpoint of ['cancelBatchOrders', 'modifyBatchOrders'] as const) {
        const { client, run, close } = await openWorld(endpoint, { kind })
        const placed = await run(client.trading.placeBatchOrders({ batchOrders }))
        expect(placed.some((order) => order instanceof RejectedError)).toBe(false)
        const changed = { price: '49000', quantity: '0.02' }
        const names = placed.map((order) => ({ symbol, orderId: (order as Order).orderId }))
        const send = () =>
          endpoint === 'cancelBatchOrders'
            ? client.trading.cancelBatchOrders({ symbol, origClientOrderIdList: ids })
            : client.trading.modifyBatchOrders({ batchOrders: names.map((name) => ({ ...name, ...changed })) })
        const lost = await run(lose(client, send))
        const settled =
          endpoint === 'cancelBatchOrders'
            ? await run(settleCancels(client, { elements, ...lost }, { windowMs }))
            : await run(settleAmends(client, { elements: elements.map((name) => ({ ...name, ...changed })), ...lost }))
        const expected = {
          cancelBatchOrders: { acceptThenDrop: 'final', dropBeforeAccept: 'open' },
          modifyBatchOrders: { acceptThenDrop: 'amended', dropBeforeAccept: 'unchanged' },
        }[endpoint][kind]
        expect(settled.map(({ outcome }) => outcome)).toEqual(ids.map(() => expected))
        await close()
      }
    },
  )
})
