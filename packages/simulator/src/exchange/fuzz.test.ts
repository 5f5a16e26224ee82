import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createRoutes } from '../http/routes.ts'
import { openMemoryWorld } from '../testing/world.ts'

const symbol = 'BTCUSDT'
/** Parameters as clients send them, and as they should not. */
const value = fc.oneof(
  fc.constantFrom(
    symbol,
    '',
    '0',
    '-1',
    '0.01',
    '1e5',
    '95000',
    'true',
    'BUY',
    'LIMIT',
    'MARKET',
    'STOP_MARKET',
    'GTC',
    '1m',
  ),
  fc.constantFrom(
    '[1]',
    '[{}]',
    '{"a":1}',
    '99999999999999999999',
    'NaN',
    '\u0000',
    '__proto__',
    'toString',
    "'",
    '🦊',
  ),
  fc.string({ maxLength: 20 }),
)
const name = fc.constantFrom(
  'symbol',
  'side',
  'type',
  'quantity',
  'price',
  'timeInForce',
  'stopPrice',
  'limit',
  'interval',
  'orderId',
  'origClientOrderId',
  'batchOrders',
  'startTime',
  'endTime',
  'leverage',
  'marginType',
  'reduceOnly',
  'fromId',
  'closePosition',
  'newClientOrderId',
  'amount',
  'positionSide',
  'callbackRate',
  'pair',
  'orderIdList',
  '__proto__',
)
const params = fc.tuple(fc.dictionary(name, value, { maxKeys: 6 }), fc.boolean()).map(([some, named]) => ({
  ...(named && { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '95000' }),
  ...some,
}))

describe('an exchange under random requests', () => {
  it('answers each with a documented refusal or a result, and never with a fault of its own', async () => {
    const world = await openMemoryWorld({ limits: false })
    const route = fc.constantFrom(...createRoutes().keys())
    await fc.assert(
      fc.asyncProperty(route, params, async (key, given) => {
        const [method = '', path = ''] = key.split(' ')
        const caller = path.startsWith('/fapi/v3') ? 'v3' : 'v1'
        const answer = await world.call(method as 'GET', path, given, caller)
        expect(answer.status).toBeLessThan(500)
        await world.clock.advance(1)
      }),
      { numRuns: 500 },
    )
    expect(world.exchange.state()).toMatchObject({ faults: [] })
    await world[Symbol.asyncDispose]()
  })
})
