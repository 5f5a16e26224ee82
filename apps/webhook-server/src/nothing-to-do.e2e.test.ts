import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

const route = '/webhook/tradingview-strategy'

describe('a target that is reached already', () => {
  it('is not asked about at the exchange for every alert', async () => {
    await using server = await startServer()
    let questions = 0
    server.exchange.exchange.onEvent((line) => {
      if (line.includes('"path":"/fapi/v3/positionRisk"')) questions += 1
    })
    const alerts = 60
    for (let index = 0; index < alerts; index += 1) {
      expect((await server.alert({ position_size: 0, id: index }, route)).json).toMatchObject({
        message: 'nothing to do',
        position: { side: 'FLAT', quantity: '0' },
      })
    }
    expect(questions).toBeLessThan(alerts / 2)
  })

  it('is looked at anew as soon as something is heard of on its symbol', async () => {
    await using server = await startServer()
    const { account } = server.desk
    expect((await server.alert({ position_size: 0, id: 1 }, route)).json).toMatchObject({ message: 'nothing to do' })
    const heard = new Promise<void>((resolve) => account.onPosition(() => resolve()))
    // by another hand
    await account.rest.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' })
    await heard
    expect((await server.alert({ position_size: 0, id: 2 }, route)).json).toMatchObject({
      message: 'BTCUSDT is closed',
    })
    expect(await server.positions()).toEqual([])
  })
})
