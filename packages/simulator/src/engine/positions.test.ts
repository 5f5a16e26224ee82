import { describe, expect, it } from 'vitest'

import { createEngineFixture, fillBook, limit, market, startMs } from './engine-fixture.ts'

describe('positions in one-way mode', () => {
  it('average their entry as they grow, keep it as they shrink, and turn at the fill price', () => {
    const { placed, engine } = createEngineFixture()
    const row = () => engine.getPositions('a', 'BTCUSDT')[0]
    placed(limit('BUY', '100000.1', '1'))
    placed(limit('BUY', '100000.2', '0.5'))
    expect(row()).toMatchObject({ quantity: '1.5', entryPrice: '100000.13333333' })
    placed(market('SELL', '0.3'))
    expect(row()).toMatchObject({ quantity: '1.2', entryPrice: '100000.13333333', accumulatedRealized: '-0.07' })
    placed(limit('SELL', '99999.9', '1.5', 'IOC'))
    expect(row()).toMatchObject({ quantity: '0.5' })
    placed(limit('SELL', '99999.8', '0.8', 'IOC'))
    expect(row()).toMatchObject({ quantity: '-0.3', entryPrice: '99999.8' })
  })

  it('realize exactly what went in and out', () => {
    const { placed, engine } = createEngineFixture({ fees: { maker: '0', taker: '0' } })
    placed(limit('BUY', '100000.2', '1.333', 'IOC'))
    for (const quantity of ['0.001', '0.331', '0.5', '0.501']) placed(market('SELL', quantity))
    const fills = engine.getFills('a', 'BTCUSDT', {})
    const cash = fills.reduce((sum, fill) => sum + (fill.buyer ? -1 : 1) * Number(fill.quoteQuantity), 0)
    expect(engine.getPositions('a', 'BTCUSDT')[0]).toMatchObject({ quantity: '0', entryPrice: '0', unrealizedPnl: '0' })
    expect(Number(engine.getBalance('a').walletBalance) - 100_000).toBeCloseTo(cash, 6)
    const income = engine.getIncome('a', { incomeType: 'REALIZED_PNL' })
    expect(income.reduce((sum, row) => sum + Number(row.income), 0)).toBeCloseTo(cash, 6)
  })

  it('tell the account what changed with each fill', () => {
    const { placed, events } = createEngineFixture()
    placed(market('BUY', '0.1'))
    const updates = events.filter((event) => event.kind === 'account')
    expect(updates).toHaveLength(1)
    expect(updates[0]).toMatchObject({
      reason: 'ORDER',
      balances: [
        { asset: 'USDT', walletBalance: '99996.4999965', crossWalletBalance: '99996.4999965', balanceChange: '0' },
      ],
      positions: [
        {
          symbol: 'BTCUSDT',
          positionSide: 'BOTH',
          quantity: '0.1',
          entryPrice: '100000.1',
          unrealizedPnl: '-0.01',
          marginType: 'cross',
          isolatedWallet: '0',
        },
      ],
    })
  })
})

describe('positions in hedge mode', () => {
  const hedged = () => {
    const fixture = createEngineFixture()
    expect(fixture.engine.setPositionMode('a', true, startMs)).toEqual({ ok: true, value: true })
    return fixture
  }

  it('stand side by side', () => {
    const { placed, engine } = hedged()
    placed({ ...market('BUY', '0.3'), positionSide: 'LONG' })
    placed({ ...market('SELL', '0.2'), positionSide: 'SHORT' })
    expect(engine.getPositions('a', 'BTCUSDT')).toMatchObject([
      { positionSide: 'LONG', quantity: '0.3' },
      { positionSide: 'SHORT', quantity: '-0.2' },
    ])
    placed({ ...market('SELL', '0.3'), positionSide: 'LONG' })
    expect(engine.getPositions('a', 'BTCUSDT')).toMatchObject([{ quantity: '0' }, { quantity: '-0.2' }])
  })

  it.each([
    ['BOTH', { ...market('BUY', '0.1') }, -4061],
    ['reduceOnly', { ...market('SELL', '0.1'), positionSide: 'LONG', reduceOnly: 'true' }, -1106],
    ['a close of more than the position', { ...market('SELL', '0.4'), positionSide: 'LONG' }, -2022],
    ['a close without a position', { ...market('BUY', '0.1'), positionSide: 'SHORT' }, -2022],
    [
      'closePosition on the opening side',
      { type: 'STOP_MARKET', side: 'BUY', stopPrice: '101000', closePosition: 'true', positionSide: 'LONG' },
      -2022,
    ],
    ['a close below the minimum notional', { ...limit('SELL', '99000', '0.001'), positionSide: 'LONG' }, 0],
  ])('refuse %s', (_why, request, code) => {
    const { placed, codeOf } = hedged()
    placed({ ...market('BUY', '0.3'), positionSide: 'LONG' })
    expect(codeOf(request)).toBe(code)
  })

  it('end closing orders that have nothing left to close', () => {
    const { placed, view } = hedged()
    placed({ ...market('BUY', '0.3'), positionSide: 'LONG' })
    const profit = placed({ ...limit('SELL', '100100', '0.3'), positionSide: 'LONG' })
    placed({ ...market('SELL', '0.3'), positionSide: 'LONG' })
    expect(view(profit.orderId).status).toBe('EXPIRED')
  })

  it('cannot be chosen with orders or positions', () => {
    const { placed, engine } = createEngineFixture()
    expect(engine.setPositionMode('a', false, startMs)).toMatchObject({ code: -4059 })
    const order = placed(limit('BUY', '99000', '0.1'))
    expect(engine.setPositionMode('a', true, startMs)).toMatchObject({ code: -4067 })
    engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: order.orderId }, startMs)
    placed(market('BUY', '0.1'))
    expect(engine.setPositionMode('a', true, startMs)).toMatchObject({ code: -4068 })
  })
})

describe('margin', () => {
  it.each([
    ['BUY', 9253.3, '462.664', false],
    ['BUY', 9253.3, '462.665', true],
    ['SELL', 9253.3, '469.204', false],
    ['SELL', 9253.3, '469.205', true],
  ] as const)('for %s 1 at %d, mark 9,259.84 and 20x: %s USDT', (side, price, usdt, isEnough) => {
    const { engine } = createEngineFixture()
    engine.openAccount({ id: 'c', usdt }, startMs)
    engine.setMark('BTCUSDT', '9259.84', '9259.84', startMs)
    const order = { symbol: 'BTCUSDT', side, type: 'LIMIT', timeInForce: 'GTC', price: String(price), quantity: '1' }
    for (let ticks = 999_990; ticks <= 1_000_010; ticks++) engine.setLevel('BTCUSDT', 'BUY', ticks, 0, startMs)
    const outcome = engine.placeOrder('c', order, startMs)
    expect(outcome.ok ? 0 : outcome.code).toBe(isEnough ? 0 : -2019)
  })

  it('is bound by what rests and opens, and free again when it is cancelled', () => {
    const { placed, engine } = createEngineFixture()
    const order = placed(limit('BUY', '99000', '1'))
    expect(engine.getBalance('a')).toMatchObject({ openOrderInitialMargin: '4950', availableBalance: '95050' })
    engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: order.orderId }, startMs)
    expect(engine.getBalance('a').availableBalance).toBe('100000')
  })

  it('is not needed to close, nor for orders that wait for a trigger', () => {
    const { placed, codeOf, engine } = createEngineFixture()
    placed(market('BUY', '10'))
    fillBook(engine)
    placed(market('BUY', '9'))
    expect(codeOf(limit('BUY', '99000', '3'))).toBe(-2019)
    expect(codeOf(limit('SELL', '100100', '19'))).toBe(0)
    expect(codeOf({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', quantity: '30' })).toBe(0)
    expect(Number(engine.getBalance('a').openOrderInitialMargin)).toBe(0)
  })

  it('follows the leverage, which has its own limits', () => {
    const { engine, placed, codeOf, events } = createEngineFixture()
    const set = (leverage: number) => engine.setLeverage('a', 'BTCUSDT', leverage, startMs)
    expect(set(126)).toMatchObject({ code: -4028, msg: 'Leverage 126 is not valid' })
    expect(set(0)).toMatchObject({ code: -4028 })
    expect(set(1.5)).toMatchObject({ code: -4028 })
    expect(engine.setLeverage('a', 'NOPE', 5, startMs)).toMatchObject({ code: -1121 })
    expect(set(50)).toEqual({ ok: true, value: { symbol: 'BTCUSDT', leverage: 50, maxNotional: '1000000' } })
    expect(events.at(-1)).toMatchObject({ kind: 'accountConfig', leverage: { symbol: 'BTCUSDT', leverage: 50 } })
    expect(codeOf(limit('BUY', '99000', '11'))).toBe(-2027)
    placed(limit('BUY', '99000', '9'))
    expect(engine.getBalance('a').openOrderInitialMargin).toBe('17820')
    expect(set(100)).toMatchObject({ code: -4028 })
    expect(set(8)).toMatchObject({ code: -2028 })
    expect(engine.getLeverage('a', 'BTCUSDT')).toBe(50)
  })
})

describe('isolated margin', () => {
  it('can be chosen without orders and positions only', () => {
    const { engine, placed, codeOf } = createEngineFixture()
    const set = (marginType: 'ISOLATED' | 'CROSSED') => engine.setMarginType('a', 'BTCUSDT', marginType, startMs)
    expect(set('CROSSED')).toMatchObject({ code: -4046 })
    expect(codeOf(limit('BUY', '99000', '0.1'))).toBe(0)
    expect(set('ISOLATED')).toMatchObject({ code: -4047 })
    engine.cancelAllOrders('a', 'BTCUSDT', startMs)
    placed(market('BUY', '0.1'))
    expect(set('ISOLATED')).toMatchObject({ code: -4048 })
  })

  it('moves between the wallets with the position and by hand', () => {
    const { engine, placed, events } = createEngineFixture({ fees: { maker: '0', taker: '0' } })
    const change = (usdt: string) => engine.changePositionMargin('a', 'BTCUSDT', 'BOTH', usdt, startMs)
    expect(change('100')).toMatchObject({ code: -4049 })
    engine.setMarginType('a', 'BTCUSDT', 'ISOLATED', startMs)
    expect(change('100')).toMatchObject({ code: -4054 })
    placed(limit('BUY', '100000.1', '1'))
    expect(engine.getBalance('a')).toMatchObject({ walletBalance: '100000', crossWalletBalance: '94999.995' })
    expect(change('200000')).toMatchObject({ code: -4050 })
    expect(change('0')).toMatchObject({ code: -4055 })
    expect(change('100')).toMatchObject({ ok: true })
    expect(events.at(-1)).toMatchObject({ reason: 'MARGIN_TRANSFER', positions: [{ isolatedWallet: '5100.005' }] })
    expect(change('-100.5')).toMatchObject({ code: -4051 })
    expect(engine.setLeverage('a', 'BTCUSDT', 10, startMs)).toMatchObject({ code: -4161 })
    placed({ ...limit('SELL', '99999.9', '0.5', 'IOC'), reduceOnly: 'true' })
    expect(engine.getPositions('a', 'BTCUSDT')[0]).toMatchObject({ isolatedWallet: '2550.0025', quantity: '0.5' })
  })
})
