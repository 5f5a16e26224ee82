import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

describe('the stop of a position that is gone', () => {
  it.each([
    { action: 'decrease', quantity: '0.01' },
    { action: 'decrease', quantity: '5', clamp: true },
    { action: 'exit', quantity: '5' },
    { action: 'buy', quantity: '0.01', reduce_only: true },
  ])('goes with the last of it: %j', async (alert) => {
    await using server = await startServer()
    await server.alert({ action: 'sell', quantity: '0.01' })
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET'])
    expect(await server.alert(alert)).toMatchObject({ status: 200 })
    expect([await server.positions(), await server.openOrders()]).toEqual([[], []])
  })

  it('stays while a part of the position does', async () => {
    await using server = await startServer()
    await server.alert({ action: 'sell', quantity: '0.01' })
    await server.alert({ action: 'decrease', quantity: '0.005' })
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET'])
  })

  it('goes by itself when somebody else has closed the position', async () => {
    await using server = await startServer()
    const { account } = server.desk
    await server.alert({ action: 'sell', quantity: '0.01' })
    const [stop] = account.orders.list(({ terms }) => terms?.closePosition === true)
    const close = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01', reduceOnly: true } as const
    await account.rest.trading.placeOrder(close)
    const end = await account.orders.awaitTerminal(stop?.clientOrderId ?? '', { timeoutMs: 10_000 })
    expect(end.state).toBe('canceled')
    expect(await server.openOrders()).toEqual([])
    expect(await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })).toMatchObject({ status: 200 })
    expect(await server.openOrders()).toEqual(['SELL STOP_MARKET'])
  })

  it('goes with a close that finds nothing to close: somebody else has closed it', async () => {
    await using server = await startServer()
    await server.alert({ action: 'sell', quantity: '0.01' })
    const { rest } = server.desk.account
    await rest.trading.placeOrder({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.01',
      reduceOnly: true,
    })
    expect(await server.alert({ action: 'close' })).toMatchObject({ status: 404 })
    expect(await server.openOrders()).toEqual([])
  })

  it('goes on its own side only where long and short are held', async () => {
    await using server = await startServer({ hedgeMode: true })
    await server.alert({ action: 'open', side: 'BUY', quantity: '0.01', position_side: 'LONG' })
    await server.alert({ action: 'open', side: 'SELL', quantity: '0.01', position_side: 'SHORT' })
    await server.alert({ action: 'decrease', quantity: '0.01', position_side: 'LONG' })
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET'])
  })
})
