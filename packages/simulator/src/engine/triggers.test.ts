import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market, startMs } from './engine-fixture.ts'

const sellDown = (engine: ReturnType<typeof createEngineFixture>['engine'], ticks: number) =>
  engine.trade('BTCUSDT', 'SELL', ticks, 100_000, { consumeBook: true }, startMs)

describe('conditional orders', () => {
  it.each([
    ['STOP_MARKET', 'SELL', '99999.5', 'SELL', 999_995],
    ['STOP_MARKET', 'BUY', '100000.5', 'BUY', 1_000_005],
    ['TAKE_PROFIT_MARKET', 'SELL', '100000.5', 'BUY', 1_000_005],
    ['TAKE_PROFIT_MARKET', 'BUY', '99999.5', 'SELL', 999_995],
  ] as const)('%s %s fires at %s and not before', (type, side, stopPrice, takerSide, ticks) => {
    const { placed, engine, view, story } = createEngineFixture()
    const order = placed({ type, side, stopPrice, quantity: '0.1' })
    expect(order).toMatchObject({ status: 'NEW', type, origType: type, stopPrice })
    const almost = takerSide === 'SELL' ? ticks + 1 : ticks - 1
    engine.trade('BTCUSDT', takerSide, almost, 4000, { consumeBook: true }, startMs)
    expect(story(order.orderId)).toEqual(['NEW/NEW'])
    engine.trade('BTCUSDT', takerSide, ticks, 1, { consumeBook: true }, startMs)
    expect(view(order.orderId)).toMatchObject({ status: 'FILLED', type: 'MARKET', origType: type, executedQty: '0.1' })
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'NEW/NEW', 'TRADE/FILLED'])
  })

  it('watch the mark price when told so', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed({
      type: 'STOP_MARKET',
      side: 'SELL',
      stopPrice: '99900',
      quantity: '0.1',
      workingType: 'MARK_PRICE',
    })
    sellDown(engine, 999_995)
    expect(view(order.orderId).status).toBe('NEW')
    engine.setMark('BTCUSDT', '99900.1', '99900', startMs)
    expect(view(order.orderId).status).toBe('NEW')
    // cut to the price precision: 99,900.0
    engine.setMark('BTCUSDT', '99900.04', '99900', startMs)
    expect(view(order.orderId).status).toBe('FILLED')
  })

  it('turn into LIMIT where they have a price', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed({ type: 'STOP', side: 'SELL', stopPrice: '99999.8', price: '100000.5', quantity: '0.1' })
    sellDown(engine, 999_998)
    expect(view(order.orderId)).toMatchObject({ status: 'NEW', type: 'LIMIT', origType: 'STOP' })
    expect(engine.getDepth('BTCUSDT', 5).asks[4]).toEqual(['100000.5', '1.1'])
  })

  it('fire in the order in which the price reaches them, and feed each other', () => {
    const { placed, engine, events } = createEngineFixture()
    const low = placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99999.6', quantity: '1' })
    const high = placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99999.7', quantity: '3' }, 'b')
    sellDown(engine, 999_997)
    const filled = events.flatMap((event) => (event.kind === 'order' && event.fill ? [event.order.orderId] : []))
    expect([...new Set(filled)]).toEqual([high.orderId, low.orderId])
  })

  it('know nothing of prices from before they were placed', () => {
    const { placed, engine, story } = createEngineFixture()
    engine.trade('BTCUSDT', 'BUY', 1_000_005, 4_001, { consumeBook: true }, startMs)
    engine.trade('BTCUSDT', 'SELL', 999_999, 1, { consumeBook: true }, startMs)
    const order = placed({ type: 'STOP_MARKET', side: 'BUY', stopPrice: '100000.4', quantity: '0.1' })
    engine.trade('BTCUSDT', 'SELL', 999_999, 1, { consumeBook: true }, startMs)
    expect(story(order.orderId)).toEqual(['NEW/NEW'])
  })

  it('make room for others once they have fired', () => {
    const { placed, codeOf, engine } = createEngineFixture()
    const stop = { type: 'STOP_MARKET', side: 'SELL', quantity: '0.001' }
    for (let count = 0; count < 10; count++) placed({ ...stop, stopPrice: '99999.5' })
    expect(codeOf({ ...stop, stopPrice: '99000' })).toBe(-4045)
    sellDown(engine, 999_995)
    for (let count = 0; count < 10; count++) placed({ ...stop, stopPrice: '99000' })
    expect(codeOf({ ...stop, stopPrice: '99000' })).toBe(-4045)
  })

  it('end when they cannot be carried at their trigger', () => {
    const { placed, engine, story } = createEngineFixture()
    const order = placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99999.9', quantity: '30' })
    sellDown(engine, 999_999)
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'NEW/NEW', 'EXPIRED/EXPIRED'])
  })

  it.each([
    ['expire', 'EXPIRED'],
    ['stayArmed', 'NEW'],
  ] as const)('with price protection and prices too far apart: %s', (priceProtect, status) => {
    const { placed, engine, view } = createEngineFixture({ policy: { priceProtect } })
    engine.setLevel('BTCUSDT', 'BUY', 960_000, 1000, startMs)
    const order = placed({
      type: 'STOP_MARKET',
      side: 'SELL',
      stopPrice: '97000',
      quantity: '0.1',
      priceProtect: 'TRUE',
    })
    sellDown(engine, 960_000)
    expect(view(order.orderId).status).toBe(status)
  })

  it('follow the price by their callback rate', () => {
    const { placed, engine, view } = createEngineFixture()
    const print = (price: number) => engine.trade('BTCUSDT', 'SELL', price * 10, 1, { consumeBook: false }, startMs)
    print(95_000)
    const order = placed({ type: 'TRAILING_STOP_MARKET', side: 'SELL', quantity: '0.1', callbackRate: '2' })
    for (const price of [95_400, 97_000, 100_000, 99_000]) print(price)
    expect(view(order.orderId)).toMatchObject({ status: 'NEW', priceRate: '2', activatePrice: '0' })
    print(98_000)
    expect(view(order.orderId).status).toBe('FILLED')
  })

  it('refuse a trailing stop whose activation lies on the wrong side', () => {
    const { codeOf, engine } = createEngineFixture()
    engine.trade('BTCUSDT', 'SELL', 999_999, 1, { consumeBook: true }, startMs)
    const trailing = { type: 'TRAILING_STOP_MARKET', side: 'SELL', quantity: '0.1', callbackRate: '1' }
    expect(codeOf({ ...trailing, activationPrice: '99000' })).toBe(-2021)
    expect(codeOf({ ...trailing, activationPrice: '101000' })).toBe(0)
  })
})

describe('closePosition', () => {
  const close = { type: 'STOP_MARKET', side: 'SELL', stopPrice: '99999.5', closePosition: 'true' }

  it('closes whatever is open at its trigger', () => {
    const { placed, engine, view, position } = createEngineFixture()
    placed(market('BUY', '0.1'))
    const order = placed(close)
    expect(order).toMatchObject({ origQty: '0', closePosition: true })
    placed(market('BUY', '0.2'))
    sellDown(engine, 999_995)
    expect(view(order.orderId)).toMatchObject({ status: 'FILLED', executedQty: '0.3' })
    expect(position()).toBe('0')
  })

  it('ends without a position at its trigger', () => {
    const { placed, engine, story } = createEngineFixture()
    const order = placed(close)
    sellDown(engine, 999_995)
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'EXPIRED/EXPIRED'])
  })

  it('stays when the position goes by other means', () => {
    const { placed, view } = createEngineFixture()
    placed(market('BUY', '0.1'))
    const order = placed(close)
    placed({ ...market('SELL', '0.1'), reduceOnly: 'true' })
    expect(view(order.orderId).status).toBe('NEW')
  })
})

describe('reduceOnly', () => {
  it('refuses more than the position, what rests already included', () => {
    const { placed, codeOf } = createEngineFixture()
    placed(market('BUY', '0.3'))
    expect(codeOf({ ...limit('SELL', '100100', '0.4'), reduceOnly: 'true' })).toBe(-2022)
    expect(codeOf({ ...limit('SELL', '100100', '0.2'), reduceOnly: 'true' })).toBe(0)
    expect(codeOf({ ...limit('SELL', '100200', '0.2'), reduceOnly: 'true' })).toBe(-2022)
    expect(codeOf({ ...limit('BUY', '99000', '0.1'), reduceOnly: 'true' })).toBe(-2022)
    expect(codeOf({ ...market('SELL', '0.31'), reduceOnly: 'true' })).toBe(-2022)
  })

  it('cuts instead when the policy says so', () => {
    const { placed } = createEngineFixture({ policy: { excessReduceOnly: 'cut' } })
    placed(market('BUY', '0.3'))
    expect(placed({ ...market('SELL', '0.5'), reduceOnly: 'true' })).toMatchObject({ status: 'FILLED', origQty: '0.3' })
  })

  it('ends what is left over once the position is gone, resting and waiting', () => {
    const { placed, view, story } = createEngineFixture()
    placed(market('BUY', '0.3'))
    const profit = placed({ ...limit('SELL', '100100', '0.3'), reduceOnly: 'true' })
    const stop = placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', quantity: '0.3', reduceOnly: 'true' })
    placed({ ...market('SELL', '0.3'), reduceOnly: 'true' })
    expect(view(profit.orderId).status).toBe('EXPIRED')
    expect(story(stop.orderId)).toEqual(['NEW/NEW', 'EXPIRED/EXPIRED'])
  })

  it('keeps them when the policy says so, and then never opens a position with them', () => {
    const { placed, view, engine, position } = createEngineFixture({ policy: { leftoverReduceOnly: 'keep' } })
    placed(market('BUY', '0.3'))
    const profit = placed({ ...limit('SELL', '100000', '0.3'), reduceOnly: 'true' })
    placed(market('SELL', '0.3'))
    expect(view(profit.orderId).status).toBe('NEW')
    engine.trade('BTCUSDT', 'BUY', 1_000_001, 500, { consumeBook: true }, startMs)
    expect(view(profit.orderId)).toMatchObject({ status: 'EXPIRED', executedQty: '0' })
    expect(position()).toBe('0')
  })

  it('fills no further than the position when that has shrunk', () => {
    const { placed, engine, view, position } = createEngineFixture()
    placed(market('BUY', '0.3'))
    const profit = placed({ ...limit('SELL', '100000', '0.3'), reduceOnly: 'true' })
    placed({ ...market('SELL', '0.2') })
    engine.trade('BTCUSDT', 'BUY', 1_000_000, 300, { consumeBook: true }, startMs)
    expect(view(profit.orderId)).toMatchObject({ status: 'EXPIRED', executedQty: '0.1' })
    expect(position()).toBe('0')
  })

  it('does not rest with what is left when it has closed the position itself', () => {
    const { placed, engine } = createEngineFixture({ policy: { excessReduceOnly: 'cut' } })
    placed(market('BUY', '0.3'))
    const profit = placed({ ...limit('SELL', '100100', '0.3'), reduceOnly: 'true' })
    placed(market('SELL', '0.2'))
    const request = { symbol: 'BTCUSDT', orderId: profit.orderId, side: 'SELL', quantity: '0.3', price: '99999.9' }
    expect(engine.amendOrder('a', request, startMs)).toMatchObject({ value: { status: 'EXPIRED', executedQty: '0.1' } })
  })

  it('is exempt from the minimum notional', () => {
    const { placed, codeOf, engine } = createEngineFixture()
    placed(market('BUY', '0.3'))
    engine.setMark('BTCUSDT', '4000', '4000', startMs)
    expect(codeOf({ ...limit('SELL', '4000', '0.001') })).not.toBe(0)
    expect(codeOf({ ...limit('SELL', '4000', '0.001'), reduceOnly: 'true' })).not.toBe(-4164)
  })
})
