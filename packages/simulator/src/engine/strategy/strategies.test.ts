import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, startMs } from '../engine-fixture.ts'
import type { EnginePolicy, OrderView, StrategyLegRequest, StrategyView } from '../types.ts'

const leg = (id: number, fields: Partial<StrategyLegRequest>): StrategyLegRequest => ({
  strategySubId: String(id),
  securityType: 'USDT_FUTURES',
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  ...fields,
})
const entry = (fields: Partial<StrategyLegRequest> = {}) =>
  leg(1, { timeInForce: 'GTC', quantity: '0.4', price: '99900', ...fields })
const takeProfit = (id: number, fields: Partial<StrategyLegRequest> = {}) =>
  leg(id, {
    side: 'SELL',
    type: 'TAKE_PROFIT_MARKET',
    stopPrice: '101000',
    quantity: '0.4',
    reduceOnly: 'true',
    ...fields,
  })
const stopLoss = (id: number, fields: Partial<StrategyLegRequest> = {}) =>
  leg(id, { side: 'SELL', type: 'STOP_MARKET', stopPrice: '99000', quantity: '0.4', reduceOnly: 'true', ...fields })

function open(policy: Partial<EnginePolicy> = {}) {
  const fixture = createEngineFixture({ policy })
  const { engine, events } = fixture
  engine.trade('BTCUSDT', 'BUY', 1_000_001, 1, { consumeBook: true }, startMs)
  const find = (strategyId: string): StrategyView => {
    const found = engine.getStrategy('a', { strategyId }, false)
    if (!found.ok) throw new Error(found.msg)
    return found.value
  }
  return {
    ...fixture,
    find,
    place(strategyType: string, legs: readonly StrategyLegRequest[], clientStrategyId?: string) {
      return engine.placeStrategy('a', { strategyType, legs, clientStrategyId }, startMs)
    },
    placedStrategy(strategyType: string, legs: readonly StrategyLegRequest[]): string {
      const outcome = engine.placeStrategy('a', { strategyType, legs }, startMs)
      if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.msg}`)
      return outcome.value.strategyId
    },
    /** Status of the strategy and of each leg. */
    statuses(strategyId: string) {
      const { status, legs } = find(strategyId)
      return [status, ...legs.map((row) => row.status)].join(' ')
    },
    orderOf(strategyId: string, subId: number): OrderView {
      const order = find(strategyId).legs[subId - 1]?.order
      if (order === undefined) throw new Error('not placed')
      return order
    },
    sell: (lots: number, to = 990_000) => engine.trade('BTCUSDT', 'SELL', to, lots, { consumeBook: true }, startMs),
    /** The last price there and back, without touching the book. */
    print: (ticks: number) => engine.trade('BTCUSDT', 'BUY', ticks, 1, { consumeBook: false }, startMs),
    told: () => events.filter((event) => event.kind === 'strategy').map((event) => event.status),
  }
}

describe('an OTOCO', () => {
  it('places its exits with the first fill of the entry, and the first exit that fills ends the other', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [entry({ price: '99999.9' }), takeProfit(2), stopLoss(3)])
    expect(world.statuses(id)).toBe('WORKING NEW NEW NEW')
    expect(world.engine.getOpenOrders('a')).toHaveLength(1)

    world.sell(1100, 999_999)
    expect(world.statuses(id)).toBe('WORKING PARTIALLY_FILLED NEW NEW')
    expect(world.engine.getOpenOrders('a').map(({ type }) => type)).toEqual([
      'LIMIT',
      'TAKE_PROFIT_MARKET',
      'STOP_MARKET',
    ])
    world.sell(300, 999_999)
    expect(world.statuses(id)).toBe('WORKING FILLED NEW NEW')
    expect(world.position()).toBe('0.4')

    world.engine.addLevel('BTCUSDT', 'BUY', 1_009_990, 900, startMs)
    world.print(1_010_000)
    expect(world.position()).toBe('0')
    // there is nothing left that the stop could reduce
    expect(world.statuses(id)).toBe('FILLED FILLED FILLED EXPIRED')
    expect(world.engine.getOpenOrders('a')).toEqual([])
    expect(world.told()).toEqual(['WORKING', 'FILLED'])
  })

  it('keeps the rest of the entry when an exit has filled first: the position can come back without exits', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [entry({ price: '99999.9' }), takeProfit(2), stopLoss(3)])
    world.sell(1100, 999_999)
    world.engine.addLevel('BTCUSDT', 'BUY', 1_000_000, 100, startMs)
    world.print(1_010_000)
    expect(world.position()).toBe('0')
    expect(world.statuses(id)).toBe('WORKING PARTIALLY_FILLED FILLED EXPIRED')
    world.sell(2000, 999_999)
    expect(world.position()).toBe('0.3')
    expect(world.statuses(id)).toBe('FILLED FILLED FILLED EXPIRED')
  })

  it('cancels the rest of the entry instead, by policy', () => {
    const world = open({ strategyRemainder: 'cancel' })
    const id = world.placedStrategy('OTOCO', [entry({ price: '99999.9' }), takeProfit(2), stopLoss(3)])
    world.sell(1100, 999_999)
    world.engine.addLevel('BTCUSDT', 'BUY', 1_000_000, 100, startMs)
    world.print(1_010_000)
    expect(world.statuses(id)).toBe('FILLED CANCELED FILLED EXPIRED')
    expect(world.engine.getOpenOrders('a')).toEqual([])
  })

  it('an exit that meets the rest of its own entry falls to self-trade prevention', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [entry({ price: '99999.9' }), takeProfit(2), stopLoss(3)])
    world.sell(1100, 999_999)
    world.print(1_010_000)
    expect(world.statuses(id)).toBe('WORKING PARTIALLY_FILLED EXPIRED NEW')
    expect(world.position()).toBe('0.1')
  })

  it('obeys conditions that are sent: exits only once the entry is filled whole', () => {
    const world = open()
    const link = { firstDrivenId: '1', firstDrivenOn: 'FILLED', firstTrigger: 'PLACE_ORDER' }
    const ends = (drivenId: string) => ({
      secondDrivenId: drivenId,
      secondDrivenOn: 'FILLED',
      secondTrigger: 'CANCEL_ORDER',
    })
    const id = world.placedStrategy('OTOCO', [
      entry({ price: '99999.9' }),
      takeProfit(2, { ...link, ...ends('3') }),
      stopLoss(3, { ...link, ...ends('2') }),
    ])
    world.sell(1100, 999_999)
    expect(world.statuses(id)).toBe('WORKING PARTIALLY_FILLED NEW NEW')
    expect(world.engine.getOpenOrders('a')).toHaveLength(1)
    // the condition can no longer come true: the position stays without exits, as asked for
    world.engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: world.orderOf(id, 1).orderId }, startMs)
    expect(world.statuses(id)).toBe('CANCELED CANCELED CANCELED CANCELED')
    expect(world.position()).toBe('0.1')
  })

  it('leaves a leg out whose trigger holds already when it is placed, and says so', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [entry({ price: '98000' }), takeProfit(2), stopLoss(3)])
    world.engine.trade('BTCUSDT', 'SELL', 980_000, 20_000, { consumeBook: true }, startMs)
    expect(world.position()).toBe('0.4')
    expect(world.statuses(id)).toBe('WORKING FILLED NEW REJECTED')
    expect(world.find(id)).toMatchObject({ failureCode: -4142 })
  })

  it('fills at once and places its exits at once when the entry takes', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [
      entry({ type: 'MARKET', price: undefined, timeInForce: undefined }),
      takeProfit(2),
      stopLoss(3),
    ])
    expect(world.statuses(id)).toBe('WORKING FILLED NEW NEW')
  })

  it('goes with all that is cancelled: what waits is never placed', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [entry(), takeProfit(2), stopLoss(3)])
    world.engine.cancelAllOrders('a', 'BTCUSDT', startMs)
    expect(world.statuses(id)).toBe('CANCELED CANCELED CANCELED CANCELED')
    expect(world.engine.getStrategy('a', { strategyId: id }, true)).toMatchObject({ ok: false, code: -2013 })
  })

  it('exits that live as long as the position (GTE_GTC) end with it, closePosition too', () => {
    const world = open()
    const whole = { quantity: undefined, reduceOnly: undefined, closePosition: 'true', timeInForce: 'GTE_GTC' }
    const id = world.placedStrategy('OTOCO', [entry({ price: '99999.9' }), takeProfit(2, whole), stopLoss(3, whole)])
    world.sell(1400, 999_999)
    expect(world.statuses(id)).toBe('WORKING FILLED NEW NEW')
    world.placed({ type: 'MARKET', side: 'SELL', quantity: '0.4', reduceOnly: 'true' })
    expect(world.statuses(id)).toBe('FILLED FILLED EXPIRED EXPIRED')
  })
})

describe('an OCO', () => {
  it('has both legs open, and a fill of one, even in part, cancels the other', () => {
    const world = open()
    world.placed({ type: 'MARKET', side: 'BUY', quantity: '0.4' })
    const exit = leg(1, { side: 'SELL', timeInForce: 'GTC', price: '100500', quantity: '0.4', reduceOnly: 'true' })
    const id = world.placedStrategy('OCO', [exit, stopLoss(2)])
    expect(world.engine.getOpenOrders('a')).toHaveLength(2)
    world.engine.trade('BTCUSDT', 'BUY', 1_005_000, 9_700, { consumeBook: true }, startMs)
    expect(world.orderOf(id, 1).executedQty).toBe('0.101')
    expect(world.statuses(id)).toBe('WORKING PARTIALLY_FILLED CANCELED')
  })

  it('never places the second when the first fills at once', () => {
    const world = open()
    const take = leg(1, { side: 'SELL', timeInForce: 'GTC', price: '99990', quantity: '0.4' })
    const id = world.placedStrategy('OCO', [take, stopLoss(2, { reduceOnly: undefined })])
    expect(world.statuses(id)).toBe('FILLED FILLED CANCELED')
  })

  it('is refused whole when one leg would be', () => {
    const world = open()
    expect(world.place('OCO', [entry(), stopLoss(2)])).toMatchObject({ ok: false, code: -2022 })
    expect(
      world.place('OCO', [entry(), leg(2, { type: 'STOP_MARKET', stopPrice: '99000', quantity: '1' })]),
    ).toMatchObject({
      ok: false,
      code: -4142,
    })
    expect(world.engine.getOpenOrders('a')).toEqual([])
    expect(world.told()).toEqual([])
  })
})

describe('an OTO', () => {
  it('places its second leg with the first fill of the first, once', () => {
    const world = open()
    const second = leg(2, { side: 'SELL', timeInForce: 'GTC', price: '100600', quantity: '0.4', reduceOnly: 'true' })
    const id = world.placedStrategy('OTO', [entry({ price: '99999.9' }), second])
    world.sell(1100, 999_999)
    // larger than the position so far: it may be, and never fills beyond it
    expect(world.orderOf(id, 2)).toMatchObject({ origQty: '0.4', status: 'NEW' })
    world.sell(300, 999_999)
    expect(world.engine.getAllOrders('a', 'BTCUSDT', {})).toHaveLength(2)
    world.engine.trade('BTCUSDT', 'BUY', 1_006_000, 20_000, { consumeBook: true }, startMs)
    expect(world.position()).toBe('0')
    expect(world.statuses(id)).toBe('FILLED FILLED FILLED')
  })
})

describe('changing a strategy', () => {
  const change = (world: ReturnType<typeof open>, strategyId: string, legs: readonly StrategyLegRequest[]) =>
    world.engine.updateStrategy('a', { strategyId, strategyType: 'OTOCO', legs }, startMs)

  it('gives a waiting leg new values, amends an open LIMIT, replaces a conditional order', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [
      entry({ price: '99999.9' }),
      takeProfit(2),
      stopLoss(3, { clientOrderId: 'sl' }),
    ])
    const first = world.orderOf(id, 1).orderId
    expect(change(world, id, [entry({ price: '99999.8' }), takeProfit(2, { stopPrice: '102000' })])).toMatchObject({
      ok: true,
      value: {
        updates: [
          { subId: 1, failureCode: 0 },
          { subId: 2, failureCode: 0 },
        ],
      },
    })
    expect(world.orderOf(id, 1)).toMatchObject({ orderId: first, price: '99999.8' })
    world.sell(5000, 999_998)
    expect(world.orderOf(id, 2).stopPrice).toBe('102000')

    const before = world.orderOf(id, 3).orderId
    expect(change(world, id, [stopLoss(3, { stopPrice: '99500' })]).ok).toBe(true)
    expect(world.orderOf(id, 3)).toMatchObject({ stopPrice: '99500', clientOrderId: 'sl', status: 'NEW' })
    expect(world.view(before).status).toBe('CANCELED')
    expect(world.statuses(id)).toBe('WORKING FILLED NEW NEW')
  })

  it('leaves a leg as it was when the change breaks a rule', () => {
    const world = open()
    const id = world.placedStrategy('OTOCO', [entry({ price: '99999.9' }), takeProfit(2), stopLoss(3)])
    world.sell(5000, 999_999)
    expect(change(world, id, [stopLoss(3, { stopPrice: '100900' })])).toMatchObject({
      value: { updates: [{ subId: 3, failureCode: -4142 }] },
    })
    expect(world.orderOf(id, 3)).toMatchObject({ stopPrice: '99000', status: 'NEW' })
    expect(change(world, id, [entry()])).toMatchObject({ value: { updates: [{ failureCode: -2013 }] } })
    expect(
      world.engine.updateStrategy('a', { strategyId: '5', strategyType: 'OTO', legs: [entry()] }, 0),
    ).toMatchObject({
      code: -2013,
    })
  })
})

describe('what a strategy may look like', () => {
  it.each([
    ['OTO', [entry()], -1130],
    ['OXO', [entry(), stopLoss(2)], -1130],
    ['OTO', [entry({ strategySubId: '2' }), stopLoss(2)], -1130],
    ['OTO', [entry({ timeInForce: 'IOC' }), stopLoss(2)], -1115],
    ['OTO', [entry(), stopLoss(2, { symbol: 'ETHUSDT' })], -1130],
    ['OTO', [entry(), stopLoss(2, { securityType: 'OPTIONS' })], -1130],
    ['OTO', [entry(), stopLoss(2, { firstDrivenId: '1', firstDrivenOn: 'FILLED' })], -1102],
    [
      'OTO',
      [entry(), stopLoss(2, { firstDrivenId: '2', firstDrivenOn: 'FILLED', firstTrigger: 'PLACE_ORDER' })],
      -1130,
    ],
    ['OTO', [entry(), stopLoss(2, { firstDrivenId: '1', firstDrivenOn: 'SOON', firstTrigger: 'PLACE_ORDER' })], -1130],
    [
      'OTO',
      [entry(), stopLoss(2, { firstDrivenId: '1', firstDrivenOn: 'FILLED', firstTrigger: 'CANCEL_ORDER' })],
      -1130,
    ],
    ['OTO', [entry({ clientOrderId: 'x' }), stopLoss(2, { clientOrderId: 'x' })], -4116],
    ['OTO', [entry(), stopLoss(2, { stopPrice: '99000.05' })], -1111],
    ['OTO', [entry({ quantity: '0' }), stopLoss(2)], -4003],
    ['OTO', [entry({ quantity: '900' }), stopLoss(2)], -2027],
  ] as const)('%s %j is refused with %i', (type, legs, code) => {
    const world = open()
    expect(world.place(type, legs)).toMatchObject({ ok: false, code })
    expect(world.engine.getOpenOrders('a')).toEqual([])
  })

  it('has a client id that no open one has', () => {
    const world = open()
    expect(world.place('OTO', [entry(), stopLoss(2)], 'mine').ok).toBe(true)
    expect(world.place('OTO', [entry(), stopLoss(2)], 'mine')).toMatchObject({ code: -4116 })
    expect(world.place('OTO', [entry(), stopLoss(2)], 'not mine')).toMatchObject({ code: -1100 })
    world.engine.cancelAllOrders('a', 'BTCUSDT', startMs)
    expect(world.place('OTO', [entry(), stopLoss(2)], 'mine').ok).toBe(true)
  })
})

it('orders without a strategy tell of none', () => {
  const world = open()
  world.placed(limit('BUY', '99000', '0.1'))
  expect(world.told()).toEqual([])
})
