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
    'OTO',
    'OTOCO',
    'BASE',
    'QUOTE',
    'QUEUE_1',
    'PERCENTAGE',
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
  'pegPriceType',
  'pegOffset',
  'strategyType',
  'subOrderList',
  'strategyId',
  'clientStrategyId',
  'quantityUnit',
  'chaseOffset',
  'maxChaseOffset',
  'maxChaseOffsetType',
  'windowTimeInMilliseconds',
  'frozenTimeInMilliseconds',
  'qtyLimit',
  '__proto__',
)
const params = fc.tuple(fc.dictionary(name, value, { maxKeys: 6 }), fc.boolean()).map(([some, named]) => ({
  ...(named && { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '95000' }),
  ...some,
}))

/** A right strategy with a few fields replaced by others, right or wrong. */
const changes = fc.record(
  {
    strategySubId: fc.constantFrom('1', '2', '__proto__'),
    symbol: fc.constantFrom(symbol, 'NOPE'),
    side: fc.constantFrom('BUY', 'SELL'),
    type: fc.constantFrom('LIMIT', 'MARKET', 'STOP_MARKET', 'TAKE_PROFIT', 'TRAILING_STOP_MARKET'),
    quantity: fc.constantFrom('0.02', 0.5, '9', -1),
    price: fc.constantFrom('95000', '105000', 1e300, null),
    stopPrice: fc.constantFrom('95000', '105000', null),
    timeInForce: fc.constantFrom('GTC', 'GTE_GTC', 'GTX', 'IOC'),
    reduceOnly: fc.constantFrom(true, 'false', 'maybe'),
    firstDrivenId: fc.constantFrom(1, '2', '9'),
    firstDrivenOn: fc.constantFrom('NEW', 'FILLED', 'CANCELED', 'EXPIRED', 'REJECTED', 'toString'),
    firstTrigger: fc.constantFrom('PLACE_ORDER', 'CANCEL_ORDER'),
  },
  { requiredKeys: [] },
)
const few = changes.chain((fields) =>
  fc.subarray(Object.entries(fields), { maxLength: Math.min(1, Object.keys(fields).length) }),
)
const shared = { securityType: 'USDT_FUTURES', symbol, quantity: '0.01' }
const entry = { ...shared, side: 'BUY', type: 'LIMIT', price: '95000', timeInForce: 'GTC' }
const exits = [
  { ...shared, side: 'SELL', type: 'TAKE_PROFIT_MARKET', stopPrice: '120000' },
  { ...shared, side: 'SELL', type: 'STOP_MARKET', stopPrice: '80000' },
]
const legs = (strategyType: string) =>
  fc.tuple(few, few, few).map((lists) => {
    const base = strategyType === 'OCO' ? exits : strategyType === 'OTO' ? [entry, exits[1]] : [entry, ...exits]
    return base.map((fields, index) => ({
      strategySubId: String(index + 1),
      ...fields,
      ...Object.fromEntries(lists[index] ?? []),
    }))
  })
const strategies = fc
  .constantFrom('OTO', 'OCO', 'OTOCO')
  .chain((strategyType) => fc.tuple(fc.constant(strategyType), legs(strategyType)))

describe('an exchange under random strategies', () => {
  it('takes or refuses each, and has none of its own faults', async () => {
    const world = await openMemoryWorld({ limits: false })
    let taken = 0
    await fc.assert(
      fc.asyncProperty(strategies, async ([strategyType, list]) => {
        const subOrderList = JSON.stringify(list)
        const placed = await world.call('POST', '/fapi/v3/placeStrategyOrder', { strategyType, subOrderList })
        expect(placed.status).toBeLessThan(500)
        if (placed.status !== 200) return
        taken++
        const strategyId = String(placed.json['strategyId'])
        const change = { strategyType, strategyId, subOrderList }
        expect((await world.call('POST', '/fapi/v3/updateStrategyOrder', change)).status).toBeLessThan(500)
        await world.call('DELETE', '/fapi/v3/allOpenOrders', { symbol })
        const open = await world.call('GET', '/fapi/v3/strategyOpenOrder', { strategyType, strategyId })
        expect(open.json).toMatchObject({ code: -2013 })
      }),
      { numRuns: 300 },
    )
    expect(taken).toBeGreaterThan(30)
    expect(taken).toBeLessThan(290)
    expect(world.exchange.state()).toMatchObject({ faults: [] })
    await world[Symbol.asyncDispose]()
  })
})

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
