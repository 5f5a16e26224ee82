import { type Endpoint, endpoints } from '@aster/api'
import { ParameterError, type Violation } from '@aster/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { createTestClient, testPrivateKey } from '../testing/create-test-client.ts'

type Version = 'v3' | 'v1' | 'none'
type Case = readonly [
  name: string,
  endpoint: keyof typeof endpoints,
  params: unknown,
  field: string,
  rule: string,
  version?: Version,
]

const limit = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '60000' }
const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }
const stop = { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', stopPrice: '50000' }
const trailing = { symbol: 'BTCUSDT', side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '1' }

const cases: readonly Case[] = [
  ['a float as quantity', 'placeOrder', { ...limit, quantity: 0.01 }, 'quantity', 'type'],
  ['an exponent in a price', 'placeOrder', { ...limit, price: '6e4' }, 'price', 'format'],
  ['a negative quantity', 'placeOrder', { ...limit, quantity: '-1' }, 'quantity', 'format'],
  ['a quantity of zero', 'placeOrder', { ...limit, quantity: '0.000' }, 'quantity', 'rule'],
  ['a thousands separator', 'placeOrder', { ...limit, price: '60,000' }, 'price', 'format'],
  ['a blank in a number', 'placeOrder', { ...limit, price: ' 60000' }, 'price', 'format'],
  ['NaN as text', 'placeOrder', { ...limit, quantity: 'NaN' }, 'quantity', 'format'],
  ['no symbol', 'placeOrder', { ...limit, symbol: undefined }, 'symbol', 'required'],
  ['an empty symbol', 'placeOrder', { ...limit, symbol: '' }, 'symbol', 'format'],
  ['a symbol with an ampersand', 'placeOrder', { ...limit, symbol: 'A&side=SELL' }, 'symbol', 'format'],
  ['an unknown side', 'placeOrder', { ...limit, side: 'buy' }, 'side', 'value'],
  ['an unknown type', 'placeOrder', { ...limit, type: 'OCO' }, 'type', 'value'],
  ['RPI as time in force', 'placeOrder', { ...limit, timeInForce: 'RPI' }, 'timeInForce', 'value'],
  ['LIMIT without a price', 'placeOrder', { ...limit, price: undefined }, 'price', 'required'],
  ['LIMIT without a time in force', 'placeOrder', { ...limit, timeInForce: undefined }, 'timeInForce', 'required'],
  ['LIMIT with a stop price', 'placeOrder', { ...limit, stopPrice: '1' }, 'stopPrice', 'forbidden'],
  ['MARKET with a price', 'placeOrder', { ...market, price: '1' }, 'price', 'forbidden'],
  ['MARKET with a time in force', 'placeOrder', { ...market, timeInForce: 'GTC' }, 'timeInForce', 'forbidden'],
  ['STOP_MARKET without quantity', 'placeOrder', stop, 'quantity', 'required'],
  [
    'closePosition with a quantity',
    'placeOrder',
    { ...stop, closePosition: true, quantity: '1' },
    'quantity',
    'forbidden',
  ],
  [
    'closePosition with reduceOnly',
    'placeOrder',
    { ...stop, closePosition: true, reduceOnly: true },
    'reduceOnly',
    'forbidden',
  ],
  ['closePosition of LIMIT', 'placeOrder', { ...limit, closePosition: true }, 'closePosition', 'forbidden'],
  ['STOP_MARKET with IOC', 'placeOrder', { ...stop, quantity: '1', timeInForce: 'IOC' }, 'timeInForce', 'forbidden'],
  [
    'reduceOnly in hedge mode',
    'placeOrder',
    { ...limit, positionSide: 'LONG', reduceOnly: true },
    'reduceOnly',
    'forbidden',
  ],
  ['a trailing stop without a rate', 'placeOrder', trailing, 'callbackRate', 'required'],
  ['a callback rate above 5', 'placeOrder', { ...trailing, callbackRate: '6' }, 'callbackRate', 'rule'],
  [
    'a client order id of 37 characters',
    'placeOrder',
    { ...limit, newClientOrderId: 'a'.repeat(37) },
    'newClientOrderId',
    'format',
  ],
  [
    'a client order id with a blank',
    'placeOrder',
    { ...limit, newClientOrderId: 'my order' },
    'newClientOrderId',
    'format',
  ],
  ['a builder without a fee', 'placeOrder', { ...limit, builder: '0xabc' }, 'feeRate', 'required'],
  [
    'a peg away from the wrong side',
    'placeOrder',
    { ...limit, pegPriceType: 'QUEUE_1', pegOffset: '1' },
    'pegOffset',
    'sign',
  ],
  ['an unknown parameter', 'placeOrder', { ...limit, qty: '1' }, 'qty', 'unknown'],
  ['V1 with a V3 parameter', 'placeOrder', { ...limit, stpMode: 'EXPIRE_BOTH' }, 'stpMode', 'apiVersion', 'v1'],
  ['an empty batch', 'placeBatchOrders', { batchOrders: [] }, 'batchOrders', 'min'],
  ['a batch of six', 'placeBatchOrders', { batchOrders: Array.from({ length: 6 }, () => limit) }, 'batchOrders', 'max'],
  [
    'a bad element of a batch',
    'placeBatchOrders',
    { batchOrders: [limit, { ...limit, price: 1 }] },
    'batchOrders[1].price',
    'type',
  ],
  [
    'closePosition in a batch',
    'placeBatchOrders',
    { batchOrders: [{ ...stop, closePosition: true }] },
    'batchOrders[0].closePosition',
    'forbidden',
  ],
  ['a cancel without an id', 'cancelOrder', { symbol: 'BTCUSDT' }, 'orderId', 'required'],
  ['an id as a number', 'cancelOrder', { symbol: 'BTCUSDT', orderId: 12 }, 'orderId', 'type'],
  [
    'eleven ids in a list',
    'cancelBatchOrders',
    { symbol: 'BTCUSDT', orderIdList: Array.from({ length: 11 }, () => '1') },
    'orderIdList',
    'max',
  ],
  [
    'both lists of ids',
    'cancelBatchOrders',
    { symbol: 'A', orderIdList: ['1'], origClientOrderIdList: ['a'] },
    'origClientOrderIdList',
    'exclusive',
  ],
  ['modifying without a price', 'modifyOrder', { symbol: 'BTCUSDT', orderId: '1', quantity: '1' }, 'price', 'required'],
  [
    'modifying on V1',
    'modifyOrder',
    { symbol: 'A', orderId: '1', quantity: '1', price: '1' },
    'apiVersion',
    'apiVersion',
    'v1',
  ],
  ['a depth of 7', 'getDepth', { symbol: 'BTCUSDT', limit: 7 }, 'limit', 'value'],
  ['1,501 klines', 'getKlines', { symbol: 'BTCUSDT', interval: '1m', limit: 1_501 }, 'limit', 'max'],
  ['an interval in the wrong case', 'getKlines', { symbol: 'BTCUSDT', interval: '1D' }, 'interval', 'value'],
  ['a time with a fraction', 'getKlines', { symbol: 'BTCUSDT', interval: '1m', startTime: 1.5 }, 'startTime', 'type'],
  ['fromId with a time', 'getUserTrades', { symbol: 'BTCUSDT', fromId: '1', startTime: 1 }, 'fromId', 'exclusive'],
  ['a leverage of zero', 'setLeverage', { symbol: 'BTCUSDT', leverage: 0 }, 'leverage', 'min'],
  ['a leverage of 126', 'setLeverage', { symbol: 'BTCUSDT', leverage: 126 }, 'leverage', 'max'],
  ['a margin type in lower case', 'setMarginType', { symbol: 'BTCUSDT', marginType: 'cross' }, 'marginType', 'value'],
  ['a mode that is neither true nor false', 'setPositionMode', { dualSidePosition: 'yes' }, 'dualSidePosition', 'type'],
  ['a negative countdown', 'countdownCancelAll', { symbol: 'BTCUSDT', countdownTime: -1 }, 'countdownTime', 'min'],
  ['parameters for a call that takes none', 'getBalance', { asset: 'USDT' }, 'asset', 'unknown'],
  ['no object at all', 'placeOrder', null, '', 'type'],
  ['an order without a signer', 'placeOrder', limit, 'signer', 'required', 'none'],
]

async function refuse([, name, params, , , version = 'v3']: Case): Promise<{ error: unknown; sent: number }> {
  const { client, transport } = createTestClient(() => ({}), { version })
  const error: unknown = await client.call(endpoints[name], params as never).catch((reason: unknown) => reason)
  return { error, sent: transport.requests.length }
}

describe('a malformed call', () => {
  it.each(cases.map((row) => [row[0], row] as const))('is refused before it is sent: %s', async (_name, row) => {
    const { error, sent } = await refuse(row)
    expect(error).toBeInstanceOf(ParameterError)
    expect(sent).toBe(0)
    const [, , , field, rule] = row
    const violations = (error as ParameterError).violations.map((violation) => [violation.field, violation.rule])
    expect(violations).toContainEqual([field, rule])
  })

  it('names every mistake at once, with the value', async () => {
    const { error } = await refuse([
      'all',
      'placeOrder',
      { side: 'up', type: 'LIMIT', quantity: 1e-7, extra: true },
      '',
      '',
    ])
    const found = (error as ParameterError).violations.map(({ field, rule, value }: Violation) => [field, rule, value])
    expect(found).toEqual([
      ['symbol', 'required', 'nothing'],
      ['side', 'value', 'up'],
      ['quantity', 'type', '1e-7'],
      ['extra', 'unknown', 'true'],
      ['timeInForce', 'required', 'nothing'],
      ['price', 'required', 'nothing'],
    ])
  })

  it('never repeats what looks like a key', async () => {
    const params = { ...limit, privateKey: 'short', price: testPrivateKey, note: testPrivateKey }
    const { error } = await refuse(['keys', 'placeOrder', params, '', ''])
    expect(String(error)).not.toContain('short')
    expect(String(error) + JSON.stringify((error as ParameterError).violations)).not.toContain(
      testPrivateKey.slice(2, 20),
    )
  })

  it('is refused for every parameter of every call that is of no kind a parameter can be', async () => {
    const strange = [null, Number.NaN, 1.5, -1, {}, [null], Symbol('s'), () => 1, new Date(), Object.create(null)]
    const { client, transport } = createTestClient(() => ({}))
    const taken: string[] = []
    let refused = 0
    for (const endpoint of Object.values<Endpoint>(endpoints)) {
      if (endpoint.group === 'wallet' || endpoint.signature !== undefined || endpoint.path.v3 === undefined) continue
      const shape = endpoint.params instanceof z.ZodObject ? endpoint.params.shape : {}
      for (const field of [...Object.keys(shape), 'unheardOf', '__proto__', 'constructor']) {
        for (const value of strange) {
          const params = Object.defineProperty({}, field, { value, enumerable: true })
          const error: unknown = await client.call(endpoint, params as never).catch((reason: unknown) => reason)
          const violations = error instanceof ParameterError ? error.violations : []
          const fits = ({ field: at, rule, value: shown }: Violation) =>
            at.startsWith(field) && rule !== '' && shown !== ''
          if (violations.some(fits)) refused += 1
          else taken.push(`${endpoint.name} ${field} ${String(JSON.stringify(value) ?? typeof value)}`)
        }
      }
    }
    expect(taken).toEqual([])
    expect(refused).toBeGreaterThan(3_000)
    expect(transport.requests).toHaveLength(0)
  })
})
