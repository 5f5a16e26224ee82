import { describe, expect, it } from 'vitest'

import { openMemoryWorld } from '../testing/world.ts'

const symbol = 'BTCUSDT'

/** The master holds a short against a long of somebody else's who has borrowed all he can, and the book is gone. */
async function openWorld() {
  const world = await openMemoryWorld({ limits: false })
  const { engine } = world.exchange
  const nowMs = () => world.clock.now()
  engine.openAccount({ id: 'gambler', usdt: '1000' }, nowMs())
  engine.setLeverage('gambler', symbol, 50, nowMs())
  const { bids, asks } = engine.getDepth(symbol, 1000)
  for (const [side, rows] of [
    ['BUY', bids],
    ['SELL', asks],
  ] as const) {
    for (const [price] of rows) engine.setLevel(symbol, side, engine.toTicks(symbol, price), 0, nowMs())
  }
  engine.setMark(symbol, '100000', '100000', nowMs())
  const { json } = await world.call('POST', '/fapi/v3/listenKey')
  const line = await world.connect(`/ws/${String(json['listenKey'])}`)
  await world.call('POST', '/fapi/v3/order', {
    symbol,
    side: 'SELL',
    type: 'LIMIT',
    timeInForce: 'GTC',
    price: '100000',
    quantity: '0.4',
  })
  engine.placeOrder(
    'gambler',
    { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'IOC', price: '100000', quantity: '0.4' },
    nowMs(),
  )
  return { world, engine, line, nowMs }
}

describe('orders of the exchange itself', () => {
  it('reach the winner of an auto-deleveraging over the stream, and are listed as forced', async () => {
    const { world, engine, line, nowMs } = await openWorld()
    engine.setMark(symbol, '97000', '97000', nowMs())
    const told = await line.next((message) => {
      const order = message['o'] as Record<string, unknown> | undefined
      return message['e'] === 'ORDER_TRADE_UPDATE' && order?.['c'] === 'adl_autoclose' && order['x'] === 'CALCULATED'
    })
    // 1,000 USDT less the fee behind 0.4 at 100,000
    expect(told['o']).toMatchObject({ S: 'BUY', X: 'FILLED', q: '0.4', z: '0.4', o: 'LIQUIDATION' })
    expect(Number((told['o'] as Record<string, unknown>)['L'])).toBeGreaterThan(97_000)
    expect(Number((told['o'] as Record<string, unknown>)['L'])).toBeLessThan(98_000)
    const forced = await world.call('GET', '/fapi/v3/forceOrders', { symbol, autoCloseType: 'ADL' })
    expect(forced.json).toMatchObject([{ clientOrderId: 'adl_autoclose', status: 'FILLED', side: 'BUY' }])
    const liquidations = await world.call('GET', '/fapi/v3/forceOrders', { symbol, autoCloseType: 'LIQUIDATION' })
    expect(liquidations.json).toEqual([])
    const { json } = await world.call('GET', '/fapi/v3/positionRisk', { symbol })
    expect(json).toMatchObject([{ positionAmt: '0' }])
    expect(Number(engine.getBalance('gambler').walletBalance)).toBeGreaterThanOrEqual(0)
    await world[Symbol.asyncDispose]()
  })
})
