import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, startMs } from './engine-fixture.ts'
import type { QueueModel } from './types.ts'

const bid = 999_999

describe('the queue at a price', () => {
  it('lets external lots in front go first, and those behind wait', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.1'))
    engine.addLevel('BTCUSDT', 'BUY', bid, 500, startMs)
    engine.trade('BTCUSDT', 'SELL', bid, 1000, { consumeBook: true }, startMs)
    expect(view(order.orderId).executedQty).toBe('0')
    engine.trade('BTCUSDT', 'SELL', bid, 40, { consumeBook: true }, startMs)
    expect(view(order.orderId).executedQty).toBe('0.04')
    engine.trade('BTCUSDT', 'SELL', bid, 100, { consumeBook: true }, startMs)
    expect(view(order.orderId)).toMatchObject({ status: 'FILLED' })
    expect(engine.getTop('BTCUSDT').bidLots).toBe(460)
  })

  it('serves users in their order of arrival, with external lots between them', () => {
    const { placed, engine, events } = createEngineFixture()
    const first = placed(limit('BUY', '99999.9', '0.1'))
    engine.addLevel('BTCUSDT', 'BUY', bid, 50, startMs)
    const second = placed(limit('BUY', '99999.9', '0.1'), 'b')
    events.length = 0
    engine.trade('BTCUSDT', 'SELL', bid, 1170, { consumeBook: true }, startMs)
    const trades = events.flatMap((event) => (event.kind === 'trade' ? [event.lots] : []))
    expect(trades).toEqual([1000, 100, 50, 20])
    const fills = events.flatMap((event) =>
      event.kind === 'order' ? [[event.order.orderId, event.order.executedQty]] : [],
    )
    expect(fills).toEqual([
      [first.orderId, '0.1'],
      [second.orderId, '0.02'],
    ])
  })

  it.each<[QueueModel, number]>([
    ['proRata', 500],
    ['front', 0],
    ['back', 1000],
    [{ power: 3 }, 750],
  ])('spreads a cancellation over front and back: %o', (queueModel, expectedAhead) => {
    const { placed, engine, view } = createEngineFixture({ policy: { queueModel } })
    const order = placed(limit('BUY', '99999.9', '0.1'))
    engine.addLevel('BTCUSDT', 'BUY', bid, 1000, startMs)
    engine.addLevel('BTCUSDT', 'BUY', bid, typeof queueModel === 'object' ? -500 : -1000, startMs)
    if (expectedAhead > 0) engine.trade('BTCUSDT', 'SELL', bid, expectedAhead, { consumeBook: true }, startMs)
    expect(view(order.orderId).executedQty).toBe('0')
    engine.trade('BTCUSDT', 'SELL', bid, 1, { consumeBook: true }, startMs)
    expect(view(order.orderId).executedQty).toBe('0.001')
  })

  it('moves on through many small cancellations', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.1'))
    engine.addLevel('BTCUSDT', 'BUY', bid, 1000, startMs)
    for (let count = 0; count < 1000; count++) engine.addLevel('BTCUSDT', 'BUY', bid, -1, startMs)
    engine.trade('BTCUSDT', 'SELL', bid, 501, { consumeBook: true }, startMs)
    expect(view(order.orderId).executedQty).toBe('0.001')
  })

  it('keeps its place when only the quantity falls, and loses it otherwise', () => {
    const { placed, engine, view } = createEngineFixture()
    const first = placed(limit('BUY', '99999.9', '0.3'))
    const second = placed(limit('BUY', '99999.9', '0.1'), 'b')
    const amend = (quantity: string) =>
      engine.amendOrder(
        'a',
        { symbol: 'BTCUSDT', orderId: first.orderId, side: 'BUY', quantity, price: '99999.9' },
        startMs,
      )
    expect(amend('0.2')).toMatchObject({ ok: true, value: { origQty: '0.2', status: 'NEW' } })
    engine.trade('BTCUSDT', 'SELL', bid, 1050, { consumeBook: true }, startMs)
    expect(view(first.orderId).executedQty).toBe('0.05')
    amend('0.25')
    engine.trade('BTCUSDT', 'SELL', bid, 100, { consumeBook: true }, startMs)
    expect(view(second.orderId, 'b').status).toBe('FILLED')
    expect(view(first.orderId).executedQty).toBe('0.05')
  })
})

describe('a recorded trade', () => {
  const print = (engine: ReturnType<typeof createEngineFixture>['engine'], ticks: number, lots: number) =>
    engine.trade('BTCUSDT', 'SELL', ticks, lots, { consumeBook: false }, startMs)

  it('uses up what stands ahead and then the order, and leaves the recorded quantity', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.1'))
    print(engine, bid, 600)
    print(engine, bid, 450)
    expect(view(order.orderId).executedQty).toBe('0.05')
    expect(engine.getExternalLots('BTCUSDT', 'BUY', bid)).toBe(1000)
    // the recorded change that follows took 1050 lots by trades: nothing was cancelled
    engine.setLevel('BTCUSDT', 'BUY', bid, 200, startMs)
    print(engine, bid, 50)
    expect(view(order.orderId).status).toBe('FILLED')
  })

  it('at a worse price fills an order whole at its own price: the market went through it', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.7'))
    print(engine, bid - 1, 1)
    expect(view(order.orderId)).toMatchObject({ status: 'FILLED', avgPrice: '99999.9' })
    expect(engine.getExternalLots('BTCUSDT', 'BUY', bid)).toBe(1000)
  })

  it('that comes after the change which shows what it took counts once', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.1'))
    const printLate = (lots: number, nowMs: number) =>
      engine.trade('BTCUSDT', 'SELL', bid, lots, { consumeBook: false, lateByMs: 300 }, nowMs)
    engine.setLevel('BTCUSDT', 'BUY', bid, 100, startMs)
    printLate(900, startMs + 200)
    expect(view(order.orderId).executedQty).toBe('0')
    printLate(150, startMs + 200)
    expect(view(order.orderId).executedQty).toBe('0.05')
    engine.setLevel('BTCUSDT', 'BUY', bid, 0, startMs + 1_000)
    printLate(50, startMs + 1_301)
    expect(view(order.orderId).status).toBe('FILLED')
  })

  it('is shown with its whole quantity', () => {
    const { placed, engine, events } = createEngineFixture()
    placed(limit('BUY', '99999.9', '0.1'))
    events.length = 0
    print(engine, bid, 1070)
    const lots = events.flatMap((event) => (event.kind === 'trade' ? [event.lots] : []))
    expect(lots).toEqual([1000, 70])
    expect(engine.getLastPrice('BTCUSDT')).toBe('99999.9')
  })

  it('counts for the queue together with the level change that follows it', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.1'))
    print(engine, bid, 400)
    engine.setLevel('BTCUSDT', 'BUY', bid, 600, startMs)
    print(engine, bid, 600)
    expect(view(order.orderId).executedQty).toBe('0')
    print(engine, bid, 1)
    expect(view(order.orderId).executedQty).toBe('0.001')
  })
})

describe('a level that the feed sets', () => {
  it('fills users whom the market went through, and takes crossed external lots away', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.7'))
    engine.setLevel('BTCUSDT', 'SELL', bid, 300, startMs)
    expect(view(order.orderId)).toMatchObject({ status: 'FILLED', avgPrice: '99999.9' })
    expect(engine.getTop('BTCUSDT')).toMatchObject({ bidTicks: bid - 1, askTicks: bid, askLots: 300 })
  })

  it('gives back what a user took, once it is set again', () => {
    const { placed, engine } = createEngineFixture()
    placed(limit('BUY', '100000.1', '1', 'IOC'))
    expect(engine.getTop('BTCUSDT').askTicks).toBe(1_000_002)
    engine.setLevel('BTCUSDT', 'SELL', 1_000_001, 900, startMs)
    expect(engine.getTop('BTCUSDT')).toMatchObject({ askTicks: 1_000_001, askLots: 900 })
  })

  it('as an external limit order takes first and rests with the rest', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '100000', '0.1'))
    engine.addLevel('BTCUSDT', 'SELL', 1_000_000, 250, startMs)
    expect(view(order.orderId).status).toBe('FILLED')
    expect(engine.getTop('BTCUSDT')).toMatchObject({ askTicks: 1_000_000, askLots: 150 })
  })

  it('shows the best prices once for a whole change', () => {
    const { engine, events } = createEngineFixture()
    events.length = 0
    engine.setLevels(
      'BTCUSDT',
      [
        { side: 'BUY', priceTicks: bid, lots: 0 },
        { side: 'BUY', priceTicks: bid - 1, lots: 70 },
        { side: 'SELL', priceTicks: 1_000_000, lots: 5 },
      ],
      startMs,
    )
    expect(events.map((event) => event.kind)).toEqual(['level', 'level', 'level', 'bookTicker'])
    const ids = events.flatMap((event) => ('updateId' in event ? [event.updateId] : []))
    expect(ids[3]).toBe(ids[2])
    expect(events.at(-1)).toMatchObject({ bidTicks: bid - 1, bidLots: 70, askTicks: 1_000_000, askLots: 5 })
  })
})
