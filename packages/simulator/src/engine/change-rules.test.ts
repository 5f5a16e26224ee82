import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market, startMs } from './engine-fixture.ts'
import type { ExchangeInfoEntry } from './types.ts'

function open() {
  const fixture = createEngineFixture()
  const { engine } = fixture
  const entry = (): ExchangeInfoEntry => {
    const found = engine.getSymbol('BTCUSDT')
    if (found === undefined) throw new Error('no entry')
    return found
  }
  const change = (filterType: string, fields: object) => {
    const filters = entry().filters.map((filter) =>
      filter.filterType === filterType ? { ...filter, ...fields } : filter,
    )
    engine.updateSymbol({ ...entry(), filters }, startMs)
  }
  const tick = (tickSize: string) => change('PRICE_FILTER', { tickSize, minPrice: tickSize })
  const setStatus = (status: string) => engine.updateSymbol({ ...entry(), status }, startMs)
  const depth = () => engine.getDepth('BTCUSDT', 5)
  return { ...fixture, entry, change, tick, setStatus, depth }
}

describe('a coarser tick', () => {
  it('leaves resting orders at their prices, in their order, and refuses new ones between its steps', () => {
    const world = open()
    const { orderId } = world.placed(limit('BUY', '99999.7', '0.1'))
    const behind = world.placed(limit('BUY', '99999.7', '0.2'), 'b').orderId
    world.tick('0.5')
    expect(world.entry().filters.find(({ filterType }) => filterType === 'PRICE_FILTER')).toMatchObject({
      tickSize: '0.5',
    })
    // the external quantities are gone until the feed sets them again
    expect(world.depth()).toMatchObject({ bids: [['99999.7', '0.3']], asks: [] })
    expect(world.codeOf(limit('BUY', '99999.8', '0.1'))).toBe(-4014)
    expect(world.codeOf(limit('BUY', '99999.5', '0.1'))).toBe(0)
    expect(world.codeOf({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000.1', quantity: '0.1' })).toBe(-4014)
    world.engine.trade('BTCUSDT', 'SELL', 999_990, 150, { consumeBook: true }, startMs)
    expect(world.view(orderId)).toMatchObject({ status: 'FILLED', avgPrice: '99999.7', price: '99999.7' })
    expect(world.view(behind, 'b')).toMatchObject({ executedQty: '0.05' })
  })

  it('makes an old price impossible to amend to, and a price on the grid possible', () => {
    const world = open()
    const { orderId } = world.placed(limit('BUY', '99999.7', '0.1'))
    world.tick('0.5')
    const amend = (price: string) =>
      world.engine.amendOrder('a', { symbol: 'BTCUSDT', orderId, side: 'BUY', quantity: '0.2', price }, startMs)
    expect(amend('99999.7')).toMatchObject({ code: -4014 })
    expect(world.view(orderId)).toMatchObject({ price: '99999.7', origQty: '0.1' })
    expect(amend('99999.5')).toMatchObject({ ok: true, value: { price: '99999.5' } })
  })

  it('keeps a stop waiting at its old price', () => {
    const world = open()
    world.placed(market('BUY', '0.1'))
    const { orderId } = world.placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99999.3', quantity: '0.1' })
    world.tick('1')
    world.engine.setLevel('BTCUSDT', 'BUY', 999_990, 1000, startMs)
    world.engine.trade('BTCUSDT', 'SELL', 999_990, 1, { consumeBook: true }, startMs)
    expect(world.view(orderId)).toMatchObject({ status: 'FILLED', stopPrice: '99999.3', avgPrice: '99999' })
  })

  it('puts what the feed sets between its steps on the next step away from the market', () => {
    const world = open()
    world.tick('0.5')
    world.engine.setLevel('BTCUSDT', 'BUY', 999_999, 100, startMs)
    world.engine.addLevel('BTCUSDT', 'SELL', 1_000_001, 200, startMs)
    expect(world.depth()).toMatchObject({ bids: [['99999.5', '0.1']], asks: [['100000.5', '0.2']] })
    expect(world.engine.getExternalLots('BTCUSDT', 'BUY', 999_999)).toBe(100)
    world.engine.setLevel('BTCUSDT', 'BUY', 999_999, 0, startMs)
    expect(world.depth().bids).toEqual([])
    expect(world.engine.toTicks('BTCUSDT', '100000.4')).toBe(1_000_005)
  })
})

describe('a finer tick', () => {
  it('counts in finer ticks, while prices, stops, queue and last price stay', () => {
    const world = open()
    world.engine.trade('BTCUSDT', 'BUY', 1_000_001, 10, { consumeBook: true }, startMs)
    const resting = world.placed(limit('BUY', '99999.7', '0.1')).orderId
    const partly = world.placed(limit('BUY', '100000.1', '1.5')).orderId
    const stop = world.placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99999.3', quantity: '0.1' }).orderId
    const told = world.events.length
    const before = JSON.stringify(world.events)
    world.tick('0.04')
    expect(world.events.slice(told).at(-1)).toMatchObject({ kind: 'bookTicker' })
    expect(world.events.slice(told).find(({ kind }) => kind === 'rules')).toMatchObject({ ticksFactor: 5 })
    // what was told before reads as it did
    expect(JSON.stringify(world.events.slice(0, told))).toBe(before)
    expect(world.depth().bids).toEqual([
      ['100000.1', '0.51'],
      ['99999.7', '0.1'],
    ])
    expect(world.engine.getLastPrice('BTCUSDT')).toBe('100000.1')
    expect(world.view(stop)).toMatchObject({ stopPrice: '99999.3', status: 'NEW' })
    expect(world.engine.getFills('a', 'BTCUSDT', {})).toMatchObject([{ price: '100000.1' }])
    expect(world.codeOf(limit('BUY', '99999.7', '0.1'))).toBe(-4014)
    expect(world.codeOf(limit('BUY', '99999.68', '0.1'))).toBe(0)
    world.engine.trade(
      'BTCUSDT',
      'SELL',
      world.engine.toTicks('BTCUSDT', '99999.68'),
      510,
      { consumeBook: true },
      startMs,
    )
    expect(world.view(partly)).toMatchObject({ status: 'FILLED', avgPrice: '100000.1' })
    expect(world.view(resting)).toMatchObject({ status: 'NEW', price: '99999.7' })
    expect(world.engine.getFills('a', 'BTCUSDT', {}).map(({ price }) => price)).toEqual(['100000.1', '100000.1'])
  })

  it('and back again changes nothing for who was there', () => {
    const world = open()
    const { orderId } = world.placed(limit('SELL', '100003.3', '0.1'))
    world.tick('0.01')
    world.tick('0.1')
    expect(world.view(orderId)).toMatchObject({ price: '100003.3', status: 'NEW' })
    expect(world.codeOf(limit('SELL', '100003.35', '0.1'))).not.toBe(0)
    expect(world.codeOf(limit('SELL', '100003.4', '0.1'))).toBe(0)
    expect(world.engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId }, startMs).ok).toBe(true)
    expect(world.engine.getBalance('a')).toMatchObject({ openOrderInitialMargin: expect.stringMatching(/^[1-9]/) })
  })

  it('moves a chase on', () => {
    const world = open()
    const outcome = world.engine.placeChase(
      'a',
      {
        symbol: 'BTCUSDT',
        side: 'BUY',
        quantityUnit: 'BASE',
        quantity: '0.1',
        chaseOffset: '0.3',
        maxChaseOffset: '1',
      },
      startMs,
    )
    world.tick('0.05')
    world.engine.setLevel('BTCUSDT', 'BUY', world.engine.toTicks('BTCUSDT', '100000.05'), 100, startMs)
    world.engine.advance(startMs + 1000)
    const strategyId = outcome.ok ? outcome.value.strategyId : ''
    expect(world.engine.getStrategy('a', { strategyId }, true)).toMatchObject({
      value: { legs: [{ order: { price: '99999.75' } }] },
    })
  })
})

describe('other filters', () => {
  it('count from the next order on: minimum notional, quantities, numbers of orders, bands', () => {
    const world = open()
    const { orderId } = world.placed(limit('BUY', '99000', '0.001'))
    world.change('MIN_NOTIONAL', { notional: '500' })
    expect(world.codeOf(limit('BUY', '99000', '0.001'))).toBe(-4164)
    world.change('LOT_SIZE', { stepSize: '0.01', minQty: '0.01' })
    expect(world.codeOf(limit('BUY', '99000', '0.015'))).toBe(-4023)
    expect(world.codeOf(limit('BUY', '99000', '0.02'))).toBe(0)
    expect(world.view(orderId)).toMatchObject({ status: 'NEW', origQty: '0.001' })
    world.change('PERCENT_PRICE', { multiplierUp: '1.001', multiplierDown: '0.999' })
    expect(world.codeOf(limit('SELL', '99000', '0.02'))).toBe(-4024)
    world.change('MAX_NUM_ORDERS', { limit: 2 })
    expect(world.codeOf(limit('BUY', '99000', '0.02'))).toBe(-2025)
    expect(() => world.change('LOT_SIZE', { stepSize: '0.0005' })).toThrow('multiple')
  })
})

describe('a symbol that does not trade', () => {
  it('halted: takes no orders and no changes, lets cancel, keeps what rests, and fires stops only once it trades again', () => {
    const world = open()
    world.placed(market('BUY', '0.1'))
    const resting = world.placed(limit('BUY', '99000', '0.1')).orderId
    const other = world.placed(limit('BUY', '98990', '0.1')).orderId
    const stop = world.placed({
      type: 'STOP_MARKET',
      side: 'SELL',
      stopPrice: '99500',
      quantity: '0.1',
      workingType: 'MARK_PRICE',
    }).orderId
    world.setStatus('HALT')
    expect(world.entry().status).toBe('HALT')
    expect(world.codeOf(limit('BUY', '99000', '0.1'))).toBe(-4140)
    const change = { symbol: 'BTCUSDT', orderId: resting, side: 'BUY', quantity: '0.2', price: '99000' }
    expect(world.engine.amendOrder('a', change, startMs)).toMatchObject({ code: -4140 })
    world.engine.setMark('BTCUSDT', '99400', '99400', startMs)
    expect(world.view(stop).status).toBe('NEW')
    expect(world.view(resting).status).toBe('NEW')
    expect(world.engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: other }, startMs).ok).toBe(true)
    world.setStatus('TRADING')
    expect(world.view(stop).status).toBe('FILLED')
    expect(world.codeOf(limit('BUY', '99000', '0.1'))).toBe(0)
  })

  it.each(['SETTLING', 'CLOSE'])('delisted (%s): expires what is open and takes nothing', (status) => {
    const world = open()
    const resting = world.placed(limit('BUY', '99000', '0.1')).orderId
    const stop = world.placed({ type: 'STOP_MARKET', side: 'BUY', stopPrice: '101000', quantity: '0.1' }).orderId
    world.setStatus(status)
    expect([world.view(resting).status, world.view(stop).status]).toEqual(['EXPIRED', 'EXPIRED'])
    expect(world.codeOf(limit('BUY', '99000', '0.1'))).toBe(-4141)
    expect(world.engine.getBalance('a').openOrderInitialMargin).toBe('0')
  })

  it('about to settle: takes only what reduces', () => {
    const world = open()
    world.placed(market('BUY', '0.1'))
    world.setStatus('PRE_SETTLE')
    expect(world.codeOf(market('BUY', '0.1'))).toBe(-4140)
    expect(world.codeOf({ ...market('SELL', '0.1'), reduceOnly: 'true' })).toBe(0)
  })
})
