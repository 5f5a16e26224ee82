import { endpoints } from '@aster/api'
import { ParameterError } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createTestClient, echoOrder, orderAnswer } from '../testing/create-test-client.ts'
import { answer, readParams } from '../testing/scripted-transport.ts'

const plainDecimal = /^-?\d+(\.\d+)?$/
const decimalFields = ['quantity', 'price', 'stopPrice', 'activationPrice', 'callbackRate', 'pegOffset', 'feeRate']

/** Numbers as people write them by mistake, and as they should. */
const anyNumber = fc.oneof(
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.constantFrom('1e-7', '0x10', '1_000', ' 1', '1.', '.5', '+1', '-0', 'Infinity', '٣') },
  { weight: 8, arbitrary: fc.double({ min: 1e-7, max: 1e9, noNaN: true }).map((value) => value.toFixed(8)) },
  { weight: 4, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 30n }).map(String) },
)

const base = {
  symbol: fc.constantFrom('BTCUSDT', '币安人生USDT'),
  side: fc.constantFrom('BUY', 'SELL'),
  quantity: anyNumber,
}
const anyOrder = fc.oneof(
  fc.record({ ...base, type: fc.constant('LIMIT'), timeInForce: fc.constant('GTC'), price: anyNumber }),
  fc.record({ ...base, type: fc.constant('MARKET') }),
  fc.record({ ...base, type: fc.constantFrom('STOP', 'TAKE_PROFIT'), price: anyNumber, stopPrice: anyNumber }),
  fc.record({
    ...base,
    type: fc.constant('TRAILING_STOP_MARKET'),
    callbackRate: fc.constantFrom('1', 1, '1e0'),
    activationPrice: anyNumber,
  }),
)

describe('what goes on the wire', () => {
  it('never holds a float, an exponent or a number that is not what was given', { timeout: 60_000 }, async () => {
    let sent = 0
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        const { client, transport } = createTestClient(echoOrder)
        const failure: unknown = await client.call(endpoints.placeOrder, order as never).then(
          () => undefined,
          (error: unknown) => error,
        )
        expect(failure === undefined || failure instanceof ParameterError).toBe(true)
        for (const request of transport.requests) {
          sent += 1
          const params = readParams(request)
          for (const field of decimalFields) {
            if (params[field] === undefined) continue
            expect(params[field]).toMatch(plainDecimal)
            expect(params[field]).toBe((order as Record<string, unknown>)[field])
          }
        }
      }),
      { numRuns: 500 },
    )
    expect(sent).toBeGreaterThan(100)
  })

  it('is the text that was signed, in the order of the declaration', async () => {
    const { client, transport } = createTestClient(echoOrder)
    await client.trading.placeOrder({
      price: '60000.10',
      quantity: '0.010',
      newClientOrderId: 'a.B:/c_D-9',
      timeInForce: 'GTX',
      type: 'LIMIT',
      side: 'BUY',
      symbol: 'BTCUSDT',
      reduceOnly: false,
      priceProtect: undefined,
    })
    const [request] = transport.requests
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('http://exchange.invalid/fapi/v3/order')
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(request?.body).toMatch(
      /^symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0\.010&reduceOnly=false&price=60000\.10&newClientOrderId=a\.B%3A%2Fc_D-9&nonce=\d{16}&signer=0x[0-9a-fA-F]{40}&signature=0x[0-9a-f]{130}$/,
    )
  })

  it('puts lists into compact JSON with every number as text', async () => {
    const rows = [orderAnswer({ clientOrderId: 'a' }), { code: -2019, msg: 'Margin is insufficient.' }]
    const { client, transport } = createTestClient(() => answer(rows))
    const element = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.001' } as const
    await client.trading.placeBatchOrders({
      batchOrders: [
        { ...element, newClientOrderId: 'a' },
        { ...element, newClientOrderId: 'b' },
      ],
    })
    const params = readParams(transport.requests[0] ?? fail())
    expect(params['batchOrders']).toBe(
      '[{"symbol":"BTCUSDT","side":"SELL","type":"MARKET","quantity":"0.001","newClientOrderId":"a"},' +
        '{"symbol":"BTCUSDT","side":"SELL","type":"MARKET","quantity":"0.001","newClientOrderId":"b"}]',
    )
  })

  it('sends symbols in Chinese characters percent-encoded', async () => {
    const { client, transport } = createTestClient(() => answer([]))
    await client.market.getTrades({ symbol: '币安人生USDT' })
    expect(transport.requests[0]?.url).toBe(
      'http://exchange.invalid/fapi/v3/trades?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT',
    )
  })

  it('names an order that has no name, so that it can be looked up', async () => {
    const { client, transport } = createTestClient(echoOrder)
    await client.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' })
    expect(readParams(transport.requests[0] ?? fail())['newClientOrderId']).toMatch(/^rest-[0-9a-z]+-1$/)
  })

  it('sends V1 listen key calls with the key header and without a signature', async () => {
    const { client, transport } = createTestClient(() => answer({ listenKey: 'k' }), { version: 'v1' })
    await client.stream.createListenKey()
    const [request] = transport.requests
    expect(request?.url).toBe('http://exchange.invalid/fapi/v1/listenKey')
    expect(Object.keys(request?.headers ?? {})).toContain('X-MBX-APIKEY')
    expect(request?.body).toBeUndefined()
  })

  it('signs V3 listen key calls', async () => {
    const { client, transport } = createTestClient(() => answer({ listenKey: 'k' }))
    await client.stream.createListenKey()
    expect(transport.requests[0]?.body).toMatch(/^nonce=\d+&signer=0x.*&signature=0x/)
  })

  it('signs V1 requests with a timestamp and the recvWindow of the client', async () => {
    const { client, transport } = createTestClient(() => answer([]), { version: 'v1', recvWindowMs: 2_000 })
    await client.trading.getOpenOrders({ symbol: 'BTCUSDT' })
    expect(transport.requests[0]?.url).toMatch(
      /\/fapi\/v1\/openOrders\?symbol=BTCUSDT&recvWindow=2000&timestamp=\d{13}&signature=[0-9a-f]{64}$/,
    )
  })
})

function fail(): never {
  throw new Error('nothing was sent')
}
