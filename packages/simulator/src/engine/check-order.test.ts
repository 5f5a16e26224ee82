import { describe, expect, it } from 'vitest'

import { defaultExchangeInfo } from '../exchange/default-exchange-info.ts'
import { createEngineFixture, limit, market } from './engine-fixture.ts'
import type { EngineFixture } from './engine-fixture.ts'
import type { OrderRequest } from './types.ts'

const buy = limit('BUY', '99000', '0.01')
const stop = { type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', quantity: '0.01' }

/** Requests on a fresh exchange, and the code that each is refused with. */
const refusals: readonly [why: string, request: Partial<OrderRequest>, code: number][] = [
  ['an unknown symbol', { ...buy, symbol: 'NOPEUSDT' }, -1121],
  ['an unknown side', { ...buy, side: 'LONG' }, -1117],
  ['an unknown type', { ...buy, type: 'ICEBERG' }, -1116],
  ['a type that is an object key', { ...buy, type: 'toString' }, -1116],
  ['an unknown time in force', { ...buy, timeInForce: 'GTD' }, -1115],
  ['RPI, listed but not offered', { ...buy, timeInForce: 'RPI' }, -1115],
  ['an unknown working type', { ...stop, workingType: 'INDEX_PRICE' }, -4031],
  ['an unknown position side', { ...buy, positionSide: 'UP' }, -4060],
  ['an unknown stpMode', { ...buy, stpMode: 'NONE' }, -1130],
  ['a flag that is neither true nor false', { ...buy, reduceOnly: 'yes' }, -1130],
  ['an empty parameter', { ...buy, price: '' }, -1105],
  ['an empty client order id', { ...buy, newClientOrderId: '' }, -1118],
  ['a client order id of 37 characters', { ...buy, newClientOrderId: 'x'.repeat(37) }, -4015],
  ['a client order id with a space', { ...buy, newClientOrderId: 'a b' }, -1100],
  ['a client order id of the liquidation engine', { ...buy, newClientOrderId: 'autoclose-1' }, -4015],
  ['LIMIT without price', { side: 'BUY', quantity: '0.01', timeInForce: 'GTC' }, -1102],
  ['LIMIT without quantity', { side: 'BUY', price: '99000', timeInForce: 'GTC' }, -1102],
  ['LIMIT without timeInForce', { side: 'BUY', price: '99000', quantity: '0.01' }, -1102],
  ['LIMIT with a stop price', { ...buy, stopPrice: '99000' }, -1106],
  ['MARKET with a price', { ...market('BUY', '0.01'), price: '99000' }, -1106],
  ['MARKET with timeInForce', { ...market('BUY', '0.01'), timeInForce: 'GTC' }, -1106],
  ['MARKET without quantity', { type: 'MARKET' }, -1102],
  ['STOP_MARKET without stop price', { type: 'STOP_MARKET', side: 'SELL', quantity: '0.01' }, -1102],
  ['STOP_MARKET without quantity', { type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000' }, -1102],
  ['STOP_MARKET with a price', { ...stop, price: '99000' }, -1106],
  ['STOP_MARKET that is IOC', { ...stop, timeInForce: 'IOC' }, -1115],
  ['closePosition with quantity', { ...stop, closePosition: 'true' }, -4137],
  [
    'closePosition with reduceOnly',
    { type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', closePosition: 'true', reduceOnly: 'true' },
    -1106,
  ],
  [
    'closePosition that does not reduce only',
    { type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', closePosition: 'true', reduceOnly: 'false' },
    -4138,
  ],
  ['closePosition with LIMIT', { ...buy, closePosition: 'true' }, -1106],
  ['a callback rate out of range', { type: 'TRAILING_STOP_MARKET', quantity: '0.01', callbackRate: '6' }, -1130],
  ['a quantity that is no number', { ...buy, quantity: '1e-2' }, -1102],
  ['a quantity of zero', { ...buy, quantity: '0.000' }, -4003],
  ['a negative quantity', { ...buy, quantity: '-1' }, -4003],
  ['a quantity with too many decimals', { ...buy, quantity: '0.0101' }, -1111],
  ['a quantity above LOT_SIZE', { ...buy, quantity: '1000.001' }, -4005],
  ['a MARKET quantity above MARKET_LOT_SIZE', market('BUY', '120.001'), -4005],
  ['a price that is no number', { ...buy, price: 'NaN' }, -1102],
  ['a price of zero', { ...buy, price: '0' }, -4001],
  ['a negative price', { ...buy, price: '-99000' }, -4001],
  ['a price with too many decimals', { ...buy, price: '99000.05' }, -1111],
  ['a price above the maximum', { ...buy, price: '1000000.1' }, -4002],
  ['a price below the minimum', { ...buy, price: '0.9' }, -4013],
  ['a stop price of zero', { ...stop, stopPrice: '0' }, -4006],
  ['a stop price above the maximum', { ...stop, side: 'BUY', stopPrice: '1000000.1' }, -4007],
  ['a buy above mark price times multiplierUp', { ...buy, price: '102000.1' }, -4016],
  ['a sell below mark price times multiplierDown', limit('SELL', '97999.9', '0.01'), -4024],
  ['a notional below the minimum', { ...buy, price: '4000', quantity: '0.001' }, -4164],
  ['hedge positionSide in one-way mode', { ...buy, positionSide: 'LONG' }, -4061],
  ['reduceOnly without a position', { ...buy, reduceOnly: 'true' }, -2022],
  ['conditional reduceOnly without a position', { ...stop, reduceOnly: 'true' }, -2022],
  ['more than the account can carry', { ...buy, quantity: '21' }, -2019],
  ['more than the bracket of the leverage carries', { ...buy, quantity: '102' }, -2027],
  [
    'STOP with a limit far above its stop price',
    { type: 'STOP', side: 'BUY', stopPrice: '101000', price: '103500', quantity: '0.01' },
    -4183,
  ],
  [
    'STOP with a limit far below its stop price',
    { type: 'STOP', side: 'SELL', stopPrice: '99000', price: '96000', quantity: '0.01' },
    -4184,
  ],
]

describe('the checks of an order', () => {
  it.each(refusals)('refuse %s', (_why, request, code) => {
    const { codeOf, events, engine } = createEngineFixture()
    const before = events.length
    expect(codeOf(request)).toBe(code)
    expect(events).toHaveLength(before)
    expect(engine.getOpenOrders('a')).toEqual([])
  })

  it('name the parameter and the number', () => {
    const { place } = createEngineFixture()
    expect(place({ side: 'BUY', quantity: '0.01', timeInForce: 'GTC' })).toMatchObject({
      msg: "Mandatory parameter 'price' was not sent, was empty/null, or malformed.",
    })
    expect(place({ ...buy, price: '4000', quantity: '0.001' })).toMatchObject({
      msg: "Order's notional must be no smaller than 5.0 (unless you choose reduce only)",
    })
  })

  it('refuse prices off the tick and quantities off the step by the grid, not by the precision', () => {
    const entry = defaultExchangeInfo.symbols[1]
    const { place, engine } = createEngineFixture()
    expect(entry?.symbol).toBe('ETHUSDT')
    engine.setMark('ETHUSDT', '3000', '3000', 0)
    expect(place({ ...limit('BUY', '2999.95', '0.01'), symbol: 'ETHUSDT' })).toMatchObject({ code: -4014 })
    expect(place({ ...limit('BUY', '2999.955', '0.01'), symbol: 'ETHUSDT' })).toMatchObject({ code: -1111 })
    expect(place({ ...limit('BUY', '2999.90', '0.010'), symbol: 'ETHUSDT' })).toMatchObject({ ok: true })
  })

  it.each([
    ['PENDING_TRADING', -4140],
    ['PRE_SETTLE', -4140],
    ['SETTLING', -4141],
    ['CLOSE', -4141],
  ])('refuse to open while the symbol is %s', (status, code) => {
    const fixture = createEngineFixture()
    changeStatus(fixture, status)
    expect(fixture.codeOf(buy)).toBe(code)
  })

  it('let a position be reduced before settlement', () => {
    const fixture = createEngineFixture()
    fixture.placed(market('BUY', '0.01'))
    changeStatus(fixture, 'PRE_SETTLE')
    expect(fixture.codeOf({ ...market('SELL', '0.01'), reduceOnly: 'true' })).toBe(0)
  })

  it('count open orders, conditional ones included', () => {
    const { codeOf } = createEngineFixture()
    for (let count = 0; count < 10; count++) expect(codeOf(stop)).toBe(0)
    expect(codeOf(stop)).toBe(-4045)
    for (let count = 10; count < 200; count++) expect(codeOf({ ...buy, quantity: '0.001' })).toBe(0)
    expect(codeOf({ ...buy, quantity: '0.001' })).toBe(-2025)
  })

  it('refuse a client order id only while its first order is open', () => {
    const { codeOf, engine } = createEngineFixture()
    const named = { ...buy, newClientOrderId: 'entry-1' }
    expect(codeOf(named)).toBe(0)
    expect(codeOf(named)).toBe(-4116)
    engine.cancelOrder('a', { symbol: 'BTCUSDT', origClientOrderId: 'entry-1' }, 0)
    expect(codeOf(named)).toBe(0)
  })

  it('refuse a market order without a price it may take', () => {
    const { codeOf, engine } = createEngineFixture()
    engine.setMark('BTCUSDT', '97000', '97000', 0)
    expect(codeOf(market('BUY', '0.01'))).toBe(-4131)
    for (let ticks = 1_000_001; ticks <= 1_000_010; ticks++) engine.setLevel('BTCUSDT', 'SELL', ticks, 0, 0)
    expect(codeOf(market('BUY', '0.01'))).toBe(-1112)
  })

  it('refuse a trigger that holds already, by the price it watches', () => {
    const { codeOf, engine } = createEngineFixture()
    engine.trade('BTCUSDT', 'BUY', 1_000_001, 1, { consumeBook: true }, 0)
    const sell = { type: 'STOP_MARKET', side: 'SELL', quantity: '0.01' }
    expect(codeOf({ ...sell, stopPrice: '100000.1' })).toBe(-2021)
    expect(codeOf({ ...sell, stopPrice: '100000' })).toBe(0)
    expect(codeOf({ ...sell, stopPrice: '100000', workingType: 'MARK_PRICE' })).toBe(-2021)
    expect(codeOf({ ...sell, type: 'TAKE_PROFIT_MARKET', stopPrice: '100000.1' })).toBe(-2021)
    expect(codeOf({ ...sell, side: 'BUY', stopPrice: '100000.1' })).toBe(-2021)
    expect(codeOf({ ...sell, side: 'BUY', type: 'TAKE_PROFIT_MARKET', stopPrice: '100000.2' })).toBe(-2021)
  })
})

function changeStatus({ engine }: EngineFixture, status: string): void {
  const entry = engine.getSymbol('BTCUSDT')
  if (entry !== undefined) engine.updateSymbol({ ...entry, status }, 0)
}
