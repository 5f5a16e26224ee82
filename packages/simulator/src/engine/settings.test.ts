import { describe, expect, it } from 'vitest'

import { defaultExchangeInfo } from '../exchange/default-exchange-info.ts'
import { createEngine } from './create-engine.ts'
import { createEngineFixture, limit, market, startMs } from './engine-fixture.ts'
import type { ExchangeInfoEntry } from './types.ts'

describe('accounts', () => {
  it('are opened once', () => {
    const { engine } = createEngineFixture()
    expect(() => engine.openAccount({ id: 'a' }, startMs)).toThrow('exists')
    expect(engine.accountIds()).toEqual(['a', 'b'])
    expect(() => engine.getBalance('nobody')).toThrow('No account nobody')
  })

  it('take money in and give out what is not bound', () => {
    const { engine, placed, events } = createEngineFixture()
    expect(engine.transfer('a', '1000', startMs)).toMatchObject({ ok: true })
    expect(events.at(-1)).toMatchObject({ kind: 'account', reason: 'DEPOSIT', balances: [{ balanceChange: '1000' }] })
    placed(limit('BUY', '99000', '1'))
    expect(engine.transfer('a', '-96050.1', startMs)).toMatchObject({ code: -2018 })
    expect(engine.transfer('a', '-96050', startMs)).toMatchObject({ ok: true })
    expect(engine.transfer('a', '1e3', startMs)).toMatchObject({ code: -1130 })
    expect(engine.getIncome('a', { incomeType: 'TRANSFER' }).map((row) => row.income)).toEqual(['1000', '-96050'])
  })

  it('have their own default for self-trade prevention', () => {
    const { engine, placed } = createEngineFixture()
    engine.setStpMode('a', 'EXPIRE_MAKER', startMs)
    placed(limit('SELL', '100000', '0.1'))
    expect(placed(limit('BUY', '100000', '0.1', 'IOC')).status).toBe('EXPIRED')
    expect(engine.getOpenOrders('a')).toEqual([])
    expect(engine.getAccountConfig('a')).toEqual({ hedgeMode: false, multiAssetsMode: false, stpMode: 'EXPIRE_MAKER' })
  })
})

describe('amending', () => {
  const resting = () => {
    const fixture = createEngineFixture()
    const order = fixture.placed(limit('BUY', '99000', '0.5'))
    const amend = (change: { side?: string; quantity?: string; price?: string }) =>
      fixture.engine.amendOrder(
        'a',
        { symbol: 'BTCUSDT', orderId: order.orderId, side: 'BUY', quantity: '0.5', price: '99000', ...change },
        startMs,
      )
    return { ...fixture, order, amend }
  }

  it('changes price and quantity under the same id', () => {
    const { amend, order, story, engine } = resting()
    expect(amend({ price: '99500', quantity: '0.7' })).toMatchObject({ value: { price: '99500', origQty: '0.7' } })
    expect(story(order.orderId)).toEqual(['NEW/NEW', 'AMENDMENT/NEW'])
    expect(engine.getOpenOrders('a')).toHaveLength(1)
    expect(engine.getBalance('a').openOrderInitialMargin).toBe('3482.5')
  })

  it('takes what it now crosses', () => {
    const { amend } = resting()
    expect(amend({ price: '100000.1' })).toMatchObject({ value: { status: 'FILLED', avgPrice: '100000.1' } })
  })

  it.each([
    ['a price off the tick', { price: '99000.05' }, -1111],
    ['a price beyond the band', { price: '103000' }, -4016],
    ['a quantity below the minimum notional', { quantity: '0.001', price: '4000' }, -4164],
    ['more than the account carries', { quantity: '25' }, -2019],
    ['another side', { side: 'SELL' }, -1130],
  ])('refuses %s and leaves the order as it was', (_why, change, code) => {
    const { amend, view, order, engine } = resting()
    expect(amend(change)).toMatchObject({ code })
    expect(view(order.orderId)).toMatchObject({ price: '99000', origQty: '0.5', status: 'NEW' })
    expect(engine.getBalance('a').openOrderInitialMargin).toBe('2475')
  })

  it('cancels by a quantity that has been filled already', () => {
    const { placed, engine } = createEngineFixture()
    const order = placed(limit('BUY', '100000.1', '1.2'))
    const request = { symbol: 'BTCUSDT', orderId: order.orderId, side: 'BUY', quantity: '1', price: '100000.1' }
    expect(engine.amendOrder('a', request, startMs)).toMatchObject({ value: { status: 'CANCELED', executedQty: '1' } })
  })

  it('is for LIMIT orders that are open', () => {
    const { placed, engine } = createEngineFixture()
    const stop = placed({ type: 'STOP_MARKET', side: 'SELL', stopPrice: '99000', quantity: '0.1' })
    const filled = placed(market('BUY', '0.1'))
    const request = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.2', price: '99000' }
    expect(engine.amendOrder('a', { ...request, orderId: stop.orderId }, startMs)).toMatchObject({ code: -5025 })
    expect(engine.amendOrder('a', { ...request, orderId: filled.orderId }, startMs)).toMatchObject({ code: -2013 })
  })
})

describe('history', () => {
  it('is asked for by id and by time', () => {
    const { placed, engine } = createEngineFixture()
    const orders = [1, 2, 3].map(() => placed(market('BUY', '0.01')))
    const ids = (range: object) => engine.getAllOrders('a', 'BTCUSDT', range).map((order) => order.orderId)
    expect(ids({})).toEqual(orders.map((order) => order.orderId))
    expect(ids({ limit: 2 })).toEqual(orders.slice(1).map((order) => order.orderId))
    expect(ids({ fromId: orders[1]?.orderId, limit: 1 })).toEqual([orders[1]?.orderId])
    expect(ids({ endMs: startMs - 1 })).toEqual([])
    expect(engine.getFills('a', 'BTCUSDT', { limit: 1 })).toMatchObject([{ orderId: orders[2]?.orderId, maker: false }])
    expect(engine.getIncome('a', { symbol: 'ETHUSDT' })).toEqual([])
  })

  it('keeps a bounded number of closed orders, fills and income rows', () => {
    const { placed, engine } = createEngineFixture({ historyLimit: 5 })
    const first = placed({ ...market('BUY', '0.001'), newClientOrderId: 'first' })
    for (let count = 0; count < 6; count++) placed(market('BUY', '0.001'))
    expect(engine.getAllOrders('a', 'BTCUSDT', {})).toHaveLength(5)
    expect(engine.getFills('a', 'BTCUSDT', {})).toHaveLength(5)
    expect(engine.getOrder('a', { symbol: 'BTCUSDT', orderId: first.orderId })).toMatchObject({ code: -2013 })
    expect(engine.getOrder('a', { symbol: 'BTCUSDT', origClientOrderId: 'first' })).toMatchObject({ code: -2013 })
  })

  it('forgets cancelled orders without fills after a week', () => {
    const { placed, engine } = createEngineFixture()
    const order = placed(limit('BUY', '99000', '0.1'))
    const reference = { symbol: 'BTCUSDT', orderId: order.orderId }
    expect(engine.getOpenOrder('a', reference)).toMatchObject({ ok: true })
    engine.cancelOrder('a', reference, startMs)
    expect(engine.getOpenOrder('a', reference)).toMatchObject({ code: -2013 })
    expect(engine.getOrder('a', reference)).toMatchObject({ ok: true })
    engine.advance(startMs + 7 * 24 * 3_600_000 + 1)
    expect(engine.getOrder('a', reference)).toMatchObject({ code: -2013 })
    expect(engine.getAllOrders('a', 'BTCUSDT', {})).toEqual([])
  })

  it('answers a client id with its latest order', () => {
    const { placed, engine } = createEngineFixture()
    placed({ ...market('BUY', '0.01'), newClientOrderId: 'again' })
    const second = placed({ ...market('BUY', '0.02'), newClientOrderId: 'again' })
    const found = engine.getOrder('a', { symbol: 'BTCUSDT', origClientOrderId: 'again' })
    expect(found).toMatchObject({ value: { orderId: second.orderId } })
  })
})

describe('symbols', () => {
  it('may have any tick', () => {
    const base = defaultExchangeInfo.symbols[0]
    const make = (tickSize: string, pricePrecision: number): ExchangeInfoEntry[] =>
      base === undefined
        ? []
        : [
            {
              ...base,
              pricePrecision,
              filters: [
                { ...base.filters[0], filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '1000000', tickSize },
                ...base.filters.slice(1),
              ],
            },
          ]
    for (const [tick, precision, good, bad] of [
      ['0.05', 2, '99000.15', '99000.12'],
      ['0.25', 2, '99000.75', '99000.80'],
      ['5', 0, '99005', '99001'],
    ] as const) {
      const { codeOf } = createEngineFixture({ symbols: make(tick, precision) })
      expect(codeOf(limit('SELL', good, '0.1'))).toBe(0)
      expect(codeOf(limit('SELL', bad, '0.1'))).toBe(-4014)
    }
  })

  it('whose numbers are finer than money are refused when the exchange is built', () => {
    const base = defaultExchangeInfo.symbols[0]
    const filters = [
      { filterType: 'PRICE_FILTER', minPrice: '0.0000001', maxPrice: '1', tickSize: '0.0000001' },
      { filterType: 'LOT_SIZE', minQty: '0.01', maxQty: '1000', stepSize: '0.01' },
    ]
    expect(() => createEngine({ symbols: base === undefined ? [] : [{ ...base, filters }] }, () => undefined)).toThrow(
      'finer than 1e-8',
    )
  })
})
