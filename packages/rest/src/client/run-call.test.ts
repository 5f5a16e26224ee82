import { endpoints } from '@aster/api'
import { OutcomeUnknownError, RateLimitError, RejectedError, TransportError, TransportFailure } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createTestClient, orderAnswer } from '../testing/create-test-client.ts'
import { answer, readParams, refusal, type Script } from '../testing/scripted-transport.ts'
import type { SignedFacts } from './rest-client.ts'

const limit = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '60000',
  newClientOrderId: 'test-1-1',
} as const
const sent = (reason: TransportFailure['reason']) => new TransportFailure('sent', reason, reason)
const unsent = (reason: TransportFailure['reason']) => new TransportFailure('unsent', reason, reason)

/** Places one order against a script and says how it ended and how often it was sent. */
async function place(script: Script) {
  const { client, transport, clock } = createTestClient(script)
  const outcome: unknown = await clock.runUntil(client.trading.placeOrder(limit).catch((error: unknown) => error))
  return { outcome, sent: transport.requests.length }
}

describe('a write', () => {
  it.each([
    ['HTTP 503', () => ({ status: 503, body: '' })],
    ['HTTP 500 with HTML', () => ({ status: 500, body: '<html>' })],
    ['HTTP 200 with HTML', () => ({ status: 200, body: '<html>' })],
    ['HTTP 200 with an empty body', () => ({ status: 200, body: '' })],
    ['HTTP 200 with cut-off JSON', () => ({ status: 200, body: '{"orderId":1,"symb' })],
    ['HTTP 200 with something else', () => answer({ hello: 'world' })],
    ['-1000 without a known text', () => refusal(-1000, 'An unknown error occured')],
    ['-1001', () => refusal(-1001, 'Internal error')],
    ['-1006', () => refusal(-1006, 'Unexpected response')],
    ['-1007', () => refusal(-1007, 'Timeout')],
    ['a timeout after sending', () => sent('timeout')],
    ['a reset after sending', () => sent('reset')],
    ['a cut-off answer', () => sent('invalid')],
    ['a transport that throws anything else', () => Promise.reject(new Error('bug'))],
  ] satisfies readonly (readonly [string, Script])[])(
    'is sent once and ends unknown after %s',
    async (_name, script) => {
      const { outcome, sent: times } = await place(script)
      expect(outcome).toBeInstanceOf(OutcomeUnknownError)
      expect(outcome).toMatchObject({ operation: 'placeOrder', clientOrderId: 'test-1-1' })
      expect(typeof (outcome as OutcomeUnknownError).nonce).toBe('bigint')
      expect(times).toBe(1)
    },
  )

  it.each([
    ['a refusal', () => refusal(-2019, 'Margin is insufficient.'), { code: -2019, status: 400 }],
    ['an agent that is not approved', () => refusal(-1000, 'No agent found'), { code: -1000 }],
    ['a doubted nonce', () => refusal(-4225, 'Nonce Expired'), { code: -4225 }],
  ] satisfies readonly (readonly [string, Script, object])[])(
    'is sent once and ends refused after %s',
    async (_name, script, facts) => {
      const { outcome, sent: times } = await place(script)
      expect(outcome).toBeInstanceOf(RejectedError)
      expect(outcome).toMatchObject(facts)
      expect(times).toBe(1)
    },
  )

  it('that certainly never left ends as a transport error, and is not sent again', async () => {
    const { outcome, sent: times } = await place(() => unsent('refused'))
    expect(outcome).toBeInstanceOf(TransportError)
    expect(times).toBe(1)
  })

  it('ends with the wait that the exchange asks for', async () => {
    const { outcome } = await place(() => ({ status: 429, headers: { 'retry-after': '7' }, body: '' }))
    expect(outcome).toBeInstanceOf(RateLimitError)
    expect(outcome).toMatchObject({ retryAfterMs: 7_000, banned: false })
  })

  it('tells its nonce right before it is sent', async () => {
    const { client, transport } = createTestClient(() => answer(orderAnswer()))
    const noted: (bigint | undefined)[] = []
    const { meta } = await client.callWithMeta(endpoints.placeOrder, limit, {
      onSigned({ nonceUs }) {
        expect(transport.requests).toHaveLength(0)
        noted.push(nonceUs)
      },
    })
    expect(noted).toEqual([meta.nonceUs])
    expect(transport.requests.map((request) => readParams(request)['nonce'])).toEqual([String(meta.nonceUs)])
  })

  it('is not sent when it cannot be written down', async () => {
    const { client, transport } = createTestClient(() => answer(orderAnswer()))
    const onSigned = () => Promise.reject(new Error('disk full'))
    await expect(client.trading.placeOrder(limit, { onSigned })).rejects.toThrow('disk full')
    expect(transport.requests).toHaveLength(0)
    const key = 'http://exchange.invalid 0x21cf8ae13bb72632562c6fff438652ba1a151bb0'
    expect(client.budgets().orders[key]?.windows[0]?.used).toBe(0)
  })

  it('that the caller gave up before sending ends as a transport error', async () => {
    const { client, transport } = createTestClient(() => answer(orderAnswer()))
    await expect(client.trading.placeOrder(limit, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(
      TransportError,
    )
    expect(transport.requests).toHaveLength(0)
  })
})

describe('a read', () => {
  it('is asked again, signed anew with a fresh nonce, until an answer comes', async () => {
    const script: Script = (_request, index) =>
      index < 3 ? ([sent('reset'), { status: 503 }, unsent('refused')][index] ?? {}) : answer([])
    const { client, transport, clock } = createTestClient(script)
    await expect(clock.runUntil(client.account.getBalance())).resolves.toEqual([])
    const nonces = transport.requests.map((request) => readParams(request)['nonce'])
    expect(new Set(nonces).size).toBe(4)
  })

  it('is asked again after an empty answer', async () => {
    const { client, clock } = createTestClient((_request, index) =>
      index === 0 ? { status: 200, body: '' } : answer([]),
    )
    await expect(clock.runUntil(client.account.getBalance())).resolves.toEqual([])
  })

  it('waits longer each time, spread by chance', async () => {
    const { client, transport, clock } = createTestClient(() => ({ status: 502 }))
    const times: number[] = []
    const script = transport.requests.push.bind(transport.requests)
    transport.requests.push = (...requests) => {
      times.push(clock.monotonicMs())
      return script(...requests)
    }
    await expect(clock.runUntil(client.market.getServerTime())).rejects.toBeInstanceOf(TransportError)
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(pauses).toHaveLength(3)
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(100 * 2 ** index)
      expect(pause).toBeLessThanOrEqual(200 * 2 ** index)
    }
  })

  it('is not asked again after a refusal', async () => {
    const { client, transport, clock } = createTestClient(() => refusal(-1121, 'Invalid symbol.'))
    await expect(clock.runUntil(client.market.getDepth({ symbol: 'NOPE' }))).rejects.toBeInstanceOf(RejectedError)
    expect(transport.requests).toHaveLength(1)
  })

  it('is asked again after an internal error of the exchange', async () => {
    const script: Script = (_request, index) =>
      index === 0 ? refusal(-1001, 'Internal error') : answer({ serverTime: 1 })
    const { client, clock } = createTestClient(script)
    await expect(clock.runUntil(client.market.getServerTime())).resolves.toEqual({ serverTime: 1 })
  })

  it('waits as long as a 429 asks, and lets nothing else pass meanwhile', async () => {
    const script: Script = (_request, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '3' }, body: '' } : answer({ serverTime: 1 })
    const { client, transport, clock } = createTestClient(script)
    const first = client.market.getServerTime()
    await clock.advance(2_999)
    expect(transport.requests).toHaveLength(1)
    await expect(client.market.ping({}, { budgetWaitMs: 0 })).rejects.toBeInstanceOf(RateLimitError)
    await clock.advance(1)
    await expect(first).resolves.toEqual({ serverTime: 1 })
  })

  it('gives up at once when the address is banned', async () => {
    const script: Script = (_request) => ({
      status: 418,
      body: JSON.stringify({ code: -1003, msg: 'Way too many requests; IP banned until 1790000600000.' }),
    })
    const { client, transport, clock } = createTestClient(script)
    await expect(clock.runUntil(client.market.ping())).rejects.toMatchObject({ banned: true, retryAfterMs: 605_000 })
    await expect(client.trading.placeOrder(limit)).rejects.toMatchObject({ banned: true })
    expect(transport.requests).toHaveLength(1)
  })

  it('stops when the caller gives up', async () => {
    const controller = new AbortController()
    const { client, transport, clock } = createTestClient(() => ({ status: 502 }))
    const asked = client.market.ping({}, { signal: controller.signal }).catch((error: unknown) => error)
    await clock.advance(10)
    controller.abort()
    expect(await asked).toBeInstanceOf(TransportError)
    await clock.advance(10_000)
    expect(transport.requests).toHaveLength(1)
  })

  it('measures the time anew when its timestamp is doubted, then asks again', async () => {
    let measured = 0
    const time = { sync: () => Promise.resolve({ offsetMs: (measured += 1), roundTripMs: 1 }) }
    const script: Script = (_request, index) =>
      index === 0 ? refusal(-1021, 'Timestamp outside recvWindow') : answer([])
    const { client, clock } = createTestClient(script, { time })
    await expect(clock.runUntil(client.account.getBalance())).resolves.toEqual([])
    expect(measured).toBe(1)
  })

  it('ends as a transport error when the answer does not fit, without asking again', async () => {
    const { client, transport, clock } = createTestClient(() => answer({ serverTime: 'noon' }))
    await expect(clock.runUntil(client.market.getServerTime())).rejects.toThrow(/does not fit: serverTime/)
    expect(transport.requests).toHaveLength(1)
  })
})

describe('an answer', () => {
  it('is one row when a symbol was named, also when the exchange sends a list', async () => {
    const row = { symbol: 'BTCUSDT', price: '6.0E4', time: 1 }
    const single = createTestClient(() => answer(row))
    const list = createTestClient(() => answer([row]))
    const { price } = await single.client.market.getTickerPrice({ symbol: 'BTCUSDT' })
    expect(price).toBe('60000')
    await expect(list.client.market.getTickerPrice({ symbol: 'BTCUSDT' })).resolves.toMatchObject({ price: '60000' })
    const [first] = await single.client.market.getTickerPrice()
    expect(first?.symbol).toBe('BTCUSDT')
  })

  it('of a batch keeps the order of the request, with an error in the place of each refusal', async () => {
    const rows = [
      orderAnswer({ clientOrderId: 'a' }),
      { code: -2019, msg: 'Margin is insufficient.' },
      { code: -1001, msg: 'Internal error' },
    ]
    const { client } = createTestClient(() => answer(rows))
    const batchOrders = ['a', 'b', 'c'].map((newClientOrderId) => ({ ...limit, newClientOrderId }))
    const [first, second, third] = await client.trading.placeBatchOrders({ batchOrders })
    expect(first).toMatchObject({ clientOrderId: 'a', orderId: '22542179' })
    expect(second).toBeInstanceOf(RejectedError)
    expect(second).toMatchObject({ code: -2019 })
    expect(third).toBeInstanceOf(OutcomeUnknownError)
    expect(third).toMatchObject({ clientOrderId: 'c' })
  })

  it('of a batch with too few elements leaves the whole batch unknown', async () => {
    const { client } = createTestClient(() => answer([orderAnswer()]))
    await expect(client.trading.placeBatchOrders({ batchOrders: [limit, limit] })).rejects.toBeInstanceOf(
      OutcomeUnknownError,
    )
  })

  it('of a batch that got lost names every element, also those that the client named', async () => {
    const { client } = createTestClient(() => ({ status: 503, body: '' }))
    const signed: SignedFacts[] = []
    const named = { ...limit, newClientOrderId: 'mine' }
    const lost: unknown = await client.trading
      .placeBatchOrders({ batchOrders: [limit, named] }, { onSigned: (facts) => void signed.push(facts) })
      .catch((error: unknown) => error)
    if (!(lost instanceof OutcomeUnknownError)) throw new Error('it was not lost')
    expect(lost.clientOrderIds).toEqual(['test-1-1', 'mine'])
    expect(signed[0]?.clientOrderIds).toEqual(lost.clientOrderIds)
  })

  it('tells status, headers, usage and timing', async () => {
    const headers = { 'x-mbx-used-weight-1m': '12', 'x-mbx-order-count-10s': '3', 'x-mbx-order-count-1m': '4' }
    const { client } = createTestClient(() => answer(orderAnswer(), headers))
    const { meta } = await client.callWithMeta(endpoints.placeOrder, limit)
    expect(meta).toMatchObject({
      status: 200,
      attempts: 1,
      usedWeight: 12,
      orderCounts: [
        { intervalMs: 10_000, used: 3 },
        { intervalMs: 60_000, used: 4 },
      ],
    })
  })

  it('of exchangeInfo sets the limits', async () => {
    const rateLimits = [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 777 }]
    const info = { timezone: 'UTC', serverTime: 1, rateLimits, exchangeFilters: [], assets: [], symbols: [] }
    const { client } = createTestClient(() => answer(info))
    await client.market.getExchangeInfo()
    expect(client.budgets().weight['http://exchange.invalid']?.windows).toMatchObject([{ limit: 777, used: 1 }])
  })
})
