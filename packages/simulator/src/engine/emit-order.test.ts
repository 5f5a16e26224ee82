import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market } from './engine-fixture.ts'
import type { OrderEvent } from './types.ts'

function openNotionals(settings: Parameters<typeof createEngineFixture>[0] = {}) {
  const fixture = createEngineFixture(settings)
  /** `execution type, bids, asks` of each event of an order. */
  const notionals = (orderId: string): string[] =>
    fixture.events
      .filter((event): event is OrderEvent => event.kind === 'order' && event.order.orderId === orderId)
      .map((event) => `${event.executionType} ${event.bidsNotional} ${event.asksNotional}`)
  return { ...fixture, notionals }
}

describe('the open notionals of an order event', () => {
  it('count the order itself from its first event on', () => {
    const { placed, notionals, engine } = openNotionals()
    const buy = placed(limit('BUY', '99000', '0.5'))
    expect(notionals(buy.orderId)).toEqual(['NEW 49500 0'])
    const sell = placed(limit('SELL', '101000', '0.1'))
    expect(notionals(sell.orderId)).toEqual(['NEW 49500 10100'])
    engine.cancelOrder('a', { symbol: 'BTCUSDT', orderId: buy.orderId }, 0)
    expect(notionals(buy.orderId)).toEqual(['NEW 49500 0', 'CANCELED 0 10100'])
  })

  it('fall with each fill, and keep what is going to rest', () => {
    const { placed, notionals } = openNotionals()
    const order = placed(limit('BUY', '100000.2', '2.5'))
    expect(notionals(order.orderId)).toEqual(['NEW 250000.5 0', 'TRADE 150000.3 0', 'TRADE 50000.1 0'])
    const taker = placed(limit('SELL', '100000.2', '0.2'), 'b')
    expect(notionals(order.orderId).at(-1)).toBe('TRADE 30000.06 0')
    expect(notionals(taker.orderId)).toEqual(['NEW 0 20000.04', 'TRADE 0 0'])
  })

  it('follow an amendment', () => {
    const { placed, notionals, engine } = openNotionals()
    const { orderId } = placed(limit('BUY', '99000', '0.5'))
    engine.amendOrder('a', { symbol: 'BTCUSDT', orderId, side: 'BUY', quantity: '0.2', price: '99500' }, 0)
    expect(notionals(orderId)).toEqual(['NEW 49500 0', 'AMENDMENT 19900 0'])
  })

  it('leave out what has ended, what waits for a trigger, what only reduces, and market orders', () => {
    const { placed, notionals } = openNotionals()
    expect(notionals(placed(limit('BUY', '100000.1', '1', 'GTX')).orderId)).toEqual(['NEW 100000.1 0', 'EXPIRED 0 0'])
    expect(notionals(placed(market('BUY', '0.1')).orderId)).toEqual(['NEW 0 0', 'TRADE 0 0'])
    const stop = placed({ side: 'SELL', type: 'STOP_MARKET', stopPrice: '99000', quantity: '0.1' })
    expect(notionals(stop.orderId)).toEqual(['NEW 0 0'])
    const exit = placed({ ...limit('SELL', '101000', '0.1'), reduceOnly: 'true' })
    expect(notionals(exit.orderId)).toEqual(['NEW 0 0'])
  })
})
