import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market, startMs } from './engine-fixture.ts'

const symbol = 'BTCUSDT'

describe('ids of orders', () => {
  it('finds an order by the client id that it got for want of one, open and closed', () => {
    const { placed, engine } = createEngineFixture()
    const { orderId, clientOrderId } = placed(limit('BUY', '99000', '0.1'))
    const reference = { symbol, origClientOrderId: clientOrderId }
    expect(engine.getOpenOrder('a', reference)).toMatchObject({ value: { orderId } })
    expect(engine.cancelOrder('a', reference, startMs)).toMatchObject({ value: { orderId, status: 'CANCELED' } })
    expect(engine.getOrder('a', reference)).toMatchObject({ value: { orderId } })
    expect(engine.getOrder('b', reference)).toMatchObject({ code: -2013 })
    expect(engine.getOrder('a', { symbol, origClientOrderId: `${clientOrderId}0` })).toMatchObject({ code: -2013 })
    expect(engine.getOrder('a', { symbol, origClientOrderId: 'auto-' })).toMatchObject({ code: -2013 })
  })

  it('lets nobody take an id that an open order has, chosen or not', () => {
    const { placed, codeOf } = createEngineFixture()
    const { clientOrderId } = placed(limit('BUY', '99000', '0.1'))
    placed({ ...limit('BUY', '99000', '0.1'), newClientOrderId: 'mine' })
    expect(codeOf({ ...limit('BUY', '99000', '0.1'), newClientOrderId: clientOrderId })).toBe(-4116)
    expect(codeOf({ ...limit('BUY', '99000', '0.1'), newClientOrderId: 'mine' })).toBe(-4116)
  })

  it('gives the newest order of a client id, and its orders oldest first when old ones are forgotten', () => {
    const { placed, engine } = createEngineFixture({ historyLimit: 3 })
    const orders = Array.from({ length: 5 }, () => placed({ ...market('BUY', '0.001'), newClientOrderId: 'again' }))
    const kept = orders.slice(2).map(({ orderId }) => orderId)
    expect(engine.getOrder('a', { symbol, origClientOrderId: 'again' })).toMatchObject({ value: { orderId: kept[2] } })
    expect(engine.getAllOrders('a', symbol, {}).map(({ orderId }) => orderId)).toEqual(kept)
    expect(engine.getOrder('a', { symbol, orderId: orders[1]?.orderId })).toMatchObject({ code: -2013 })
  })
})
