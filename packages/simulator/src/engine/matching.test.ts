import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market, startMs } from './engine-fixture.ts'
import type { StpMode } from './types.ts'

describe('matching', () => {
  it('rests a limit order that meets nothing, and shows it in the book', () => {
    const { placed, engine, story } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.5'))
    expect(order).toMatchObject({
      status: 'NEW',
      executedQty: '0',
      price: '99999.9',
      origQty: '0.5',
      timeInForce: 'GTC',
    })
    expect(engine.getDepth('BTCUSDT', 1).bids).toEqual([['99999.9', '1.5']])
    expect(story(order.orderId)).toEqual(['NEW/NEW'])
  })

  it('trades at the price of what rests, level by level', () => {
    const { placed } = createEngineFixture()
    const order = placed(limit('BUY', '100000.2', '1.5'))
    expect(order).toMatchObject({ status: 'FILLED', executedQty: '1.5', avgPrice: '100000.13333333' })
    expect(order.cumQuote).toBe('150000.2')
  })

  it('rests what is left of a crossing limit order', () => {
    const { placed, engine } = createEngineFixture()
    const order = placed(limit('BUY', '100000.1', '1.2'))
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: '1' })
    expect(engine.getTop('BTCUSDT')).toMatchObject({ bidTicks: 1_000_001, bidLots: 200, askTicks: 1_000_002 })
  })

  it('ends the rest of an IOC order', () => {
    const { placed, story } = createEngineFixture()
    const order = placed(limit('BUY', '100000.1', '1.2', 'IOC'))
    expect(order).toMatchObject({ status: 'EXPIRED', executedQty: '1' })
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'TRADE/PARTIALLY_FILLED', 'EXPIRED/EXPIRED'])
  })

  it('fills a FOK order whole or not at all', () => {
    const { placed, engine } = createEngineFixture()
    expect(placed(limit('BUY', '100000.2', '2.001', 'FOK'))).toMatchObject({ status: 'EXPIRED', executedQty: '0' })
    expect(engine.getTop('BTCUSDT')).toMatchObject({ askTicks: 1_000_001, askLots: 1000 })
    expect(placed(limit('BUY', '100000.2', '2', 'FOK'))).toMatchObject({ status: 'FILLED' })
  })

  it('accepts a post-only order that would take, and ends it at once', () => {
    const { placed, story } = createEngineFixture()
    const order = placed(limit('BUY', '100000.1', '0.1', 'GTX'))
    expect(order).toMatchObject({ status: 'EXPIRED', executedQty: '0' })
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'EXPIRED/EXPIRED'])
  })

  it('refuses it instead when the policy says so', () => {
    const { codeOf } = createEngineFixture({ policy: { crossingGtx: 'reject' } })
    expect(codeOf(limit('BUY', '100000.1', '0.1', 'GTX'))).toBe(-5022)
    expect(codeOf(limit('BUY', '100000', '0.1', 'GTX'))).toBe(0)
  })

  it('rests a post-only order one tick inside the spread', () => {
    const { placed, engine } = createEngineFixture()
    expect(placed(limit('BUY', '100000', '0.1', 'GTX')).status).toBe('NEW')
    expect(engine.getTop('BTCUSDT')).toMatchObject({ bidTicks: 1_000_000, bidLots: 100 })
  })

  it('lets a market order walk no further than its bound, and ends the rest', () => {
    const { placed, engine } = createEngineFixture()
    engine.setLevel('BTCUSDT', 'SELL', 1_020_000, 1000, startMs)
    engine.setLevel('BTCUSDT', 'SELL', 1_020_001, 1000, startMs)
    expect(placed(market('BUY', '12'))).toMatchObject({ status: 'EXPIRED', executedQty: '11' })
  })

  it('charges maker and taker fees, and tells the order before the account', () => {
    const { placed, engine, events } = createEngineFixture()
    const maker = placed(limit('SELL', '100000', '0.1'))
    events.length = 0
    const taker = placed(market('BUY', '0.1'), 'b')
    expect(events.map((event) => event.kind)).toEqual([
      'order',
      'trade',
      'order',
      'account',
      'order',
      'account',
      'level',
      'bookTicker',
    ])
    const fills = events.flatMap((event) => (event.kind === 'order' && event.fill !== undefined ? [event] : []))
    expect(fills.map(({ order, fill }) => [order.orderId, fill?.maker, fill?.commission, fill?.tradeId])).toEqual([
      [maker.orderId, true, '1', '100000001'],
      [taker.orderId, false, '3.5', '100000001'],
    ])
    expect(engine.getBalance('a').walletBalance).toBe('99999')
    expect(engine.getBalance('b').walletBalance).toBe('99996.5')
  })

  it('can tell the account first', () => {
    const { placed, events } = createEngineFixture({ policy: { eventOrder: 'accountFirst' } })
    events.length = 0
    placed(market('BUY', '0.1'))
    expect(events.map((event) => event.kind).slice(0, 4)).toEqual(['order', 'trade', 'account', 'order'])
  })

  it('hides HIDDEN orders, and fills them after what everybody sees at their price', () => {
    const { placed, engine, view } = createEngineFixture()
    const hidden = placed(limit('BUY', '100000', '0.1', 'HIDDEN'))
    expect(engine.getTop('BTCUSDT').bidTicks).toBe(999_999)
    const visible = placed(limit('BUY', '100000', '0.1'), 'b')
    expect(engine.getDepth('BTCUSDT', 1).bids).toEqual([['100000', '0.1']])
    engine.trade('BTCUSDT', 'SELL', 1_000_000, 150, { consumeBook: true }, startMs)
    expect(view(visible.orderId, 'b').status).toBe('FILLED')
    expect(view(hidden.orderId)).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: '0.05' })
  })

  it.each([
    ['EXPIRE_TAKER', 'EXPIRED', 'NEW'],
    ['EXPIRE_MAKER', 'FILLED', 'EXPIRED'],
    ['EXPIRE_BOTH', 'EXPIRED', 'EXPIRED'],
  ])('prevents a trade with oneself by %s', (stpMode, taker, maker) => {
    const { placed, view } = createEngineFixture()
    const resting = placed(limit('SELL', '100000', '0.1'))
    expect(placed({ ...limit('BUY', '100000.1', '0.1'), stpMode }).status).toBe(taker)
    expect(view(resting.orderId).status).toBe(maker)
  })

  it('does not count own orders as liquidity for fill or kill', () => {
    const { placed } = createEngineFixture()
    placed(limit('SELL', '100000.1', '0.5'))
    expect(placed(limit('BUY', '100000.1', '1', 'FOK')).status).toBe('FILLED')
    expect(placed(limit('BUY', '100000.2', '1', 'FOK')).status).toBe('EXPIRED')
    expect(placed({ ...limit('BUY', '100000.2', '1', 'FOK'), stpMode: 'EXPIRE_MAKER' }).status).toBe('FILLED')
  })
})

describe('cancelling', () => {
  it('takes an order out of the book by either id', () => {
    const { placed, engine, story } = createEngineFixture()
    const order = placed({ ...limit('BUY', '99999.9', '0.5'), newClientOrderId: 'mine' })
    const outcome = engine.cancelOrder('a', { symbol: 'BTCUSDT', origClientOrderId: 'mine' }, startMs)
    expect(outcome).toMatchObject({ ok: true, value: { status: 'CANCELED', orderId: order.orderId } })
    expect(engine.getDepth('BTCUSDT', 1).bids).toEqual([['99999.9', '1']])
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'CANCELED/CANCELED'])
  })

  it.each([
    ['an unknown id', { symbol: 'BTCUSDT', orderId: '1' }, -2011],
    ['an unknown symbol', { symbol: 'NOPE', orderId: '1' }, -1121],
    ['no id', { symbol: 'BTCUSDT' }, -1102],
  ])('refuses %s', (_why, reference, code) => {
    const { engine } = createEngineFixture()
    expect(engine.cancelOrder('a', reference, startMs)).toMatchObject({ code })
  })

  it('refuses what is final, what belongs to somebody else, and what is on another symbol', () => {
    const { placed, engine } = createEngineFixture()
    const filled = placed(market('BUY', '0.1'))
    const open = placed(limit('BUY', '99999.9', '0.5'))
    expect(engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: filled.orderId }, startMs)).toMatchObject({
      code: -2011,
    })
    expect(engine.cancelOrder('b', { symbol: 'BTCUSDT', orderId: open.orderId }, startMs)).toMatchObject({
      code: -2011,
    })
    expect(engine.cancelOrder('a', { symbol: 'ETHUSDT', orderId: open.orderId }, startMs)).toMatchObject({
      code: -2011,
    })
  })

  it('cancels all of a symbol, waiting ones included, and is content with none', () => {
    const { placed, engine } = createEngineFixture()
    placed(limit('BUY', '99999.9', '0.5'))
    placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', quantity: '0.1' })
    const outcome = engine.cancelAllOrders('a', 'BTCUSDT', startMs)
    expect(outcome.ok && outcome.value.map((order) => order.status)).toEqual(['CANCELED', 'CANCELED'])
    expect(engine.cancelAllOrders('a', 'BTCUSDT', startMs)).toEqual({ ok: true, value: [] })
  })

  it('prevents a trade with oneself by the mode of the account, unless the taker has its own; that of the maker is nothing', () => {
    const run = (account: StpMode, own: StpMode | undefined) => {
      const { placed, engine, view } = createEngineFixture()
      engine.setStpMode('a', account, startMs)
      const maker = placed({ ...limit('SELL', '100000', '0.1'), stpMode: 'EXPIRE_BOTH' })
      const taker = placed({ ...limit('BUY', '100000', '0.1'), stpMode: own })
      return [view(maker.orderId).status, view(taker.orderId).status]
    }
    expect(run('EXPIRE_TAKER', undefined)).toEqual(['NEW', 'EXPIRED'])
    expect(run('EXPIRE_MAKER', undefined)).toEqual(['EXPIRED', 'NEW'])
    expect(run('EXPIRE_BOTH', undefined)).toEqual(['EXPIRED', 'EXPIRED'])
    expect(run('EXPIRE_MAKER', 'EXPIRE_TAKER')).toEqual(['NEW', 'EXPIRED'])
    expect(run('EXPIRE_TAKER', 'EXPIRE_BOTH')).toEqual(['EXPIRED', 'EXPIRED'])
  })

  it('prevents it for amended and for triggered orders, too', () => {
    const { placed, engine, view, position } = createEngineFixture()
    const sell = placed(limit('SELL', '100000', '0.1'))
    const buy = placed(limit('BUY', '99990', '0.1'))
    const watching = { stopPrice: '100100', workingType: 'MARK_PRICE' }
    const stop = placed({ type: 'STOP_MARKET', side: 'BUY', quantity: '0.1', ...watching })
    const change = { symbol: 'BTCUSDT', orderId: buy.orderId, side: 'BUY', quantity: '0.1', price: '100000' }
    expect(engine.amendOrder('a', change, startMs)).toMatchObject({ value: { status: 'EXPIRED' } })
    engine.setMark('BTCUSDT', '100200', '100200', startMs)
    expect([view(stop.orderId).status, view(sell.orderId).status, position()]).toEqual(['EXPIRED', 'NEW', '0'])
  })

  it('cancels by countdown, unless it is renewed or stopped', () => {
    const { placed, engine, view } = createEngineFixture()
    const order = placed(limit('BUY', '99999.9', '0.5'))
    engine.setCountdown('a', 'BTCUSDT', 10_000, startMs)
    engine.setCountdown('a', 'BTCUSDT', 10_000, startMs + 5_000)
    engine.advance(startMs + 14_999)
    expect(view(order.orderId).status).toBe('NEW')
    engine.advance(startMs + 15_000)
    expect(view(order.orderId)).toMatchObject({ status: 'CANCELED', updateMs: startMs + 15_000 })
    const other = placed(limit('BUY', '99999.9', '0.5'))
    engine.setCountdown('a', 'BTCUSDT', 10_000, startMs + 20_000)
    engine.setCountdown('a', 'BTCUSDT', 0, startMs + 25_000)
    engine.advance(startMs + 90_000)
    expect(view(other.orderId).status).toBe('NEW')
  })

  it('a countdown takes all that the symbol has open: stops, closePosition, chases, and what strategies still wait to place', () => {
    const { placed, engine, view } = createEngineFixture()
    placed(market('BUY', '0.1'))
    placed(limit('BUY', '99000', '0.1'))
    placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99500', closePosition: 'true' })
    placed({ type: 'TRAILING_STOP_MARKET', side: 'SELL', quantity: '0.1', callbackRate: '1', reduceOnly: 'true' })
    const elsewhere = {
      symbol: 'ETHUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '3000',
      quantity: '1',
    }
    engine.setMark('ETHUSDT', '3000', '3000', startMs)
    engine.placeOrder('a', elsewhere, startMs)
    const others = placed(limit('BUY', '99000', '0.1'), 'b')
    const chase = { symbol: 'BTCUSDT', side: 'BUY', quantityUnit: 'BASE', quantity: '0.1' }
    expect(engine.placeChase('a', chase, startMs).ok).toBe(true)
    const leg = { securityType: 'USDT_FUTURES', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.1' }
    const strategy = engine.placeStrategy(
      'a',
      {
        strategyType: 'OTO',
        legs: [
          { ...leg, strategySubId: '1', type: 'LIMIT', timeInForce: 'GTC', price: '98000' },
          {
            ...leg,
            strategySubId: '2',
            side: 'SELL',
            type: 'STOP_MARKET',
            stopPrice: '97000',
            firstDrivenId: '1',
            firstDrivenOn: 'CANCELED',
            firstTrigger: 'PLACE_ORDER',
          },
        ],
      },
      startMs,
    )
    expect(engine.getOpenOrders('a', 'BTCUSDT')).toHaveLength(5)
    engine.setCountdown('a', 'BTCUSDT', 5_000, startMs)
    engine.advance(startMs + 5_000)
    expect(engine.getOpenOrders('a', 'BTCUSDT')).toEqual([])
    const strategyId = strategy.ok ? strategy.value.strategyId : ''
    expect(engine.getStrategy('a', { strategyId }, false)).toMatchObject({ value: { status: 'CANCELED' } })
    // the position, other symbols and other accounts are left alone
    expect(engine.getPositions('a', 'BTCUSDT')[0]?.quantity).toBe('0.1')
    expect(engine.getOpenOrders('a', 'ETHUSDT')).toHaveLength(1)
    expect(view(others.orderId, 'b').status).toBe('NEW')
    // it has run out: what is placed later stays
    placed(limit('BUY', '99000', '0.1'))
    engine.advance(startMs + 60_000)
    expect(engine.getOpenOrders('a', 'BTCUSDT')).toHaveLength(1)
  })
})
