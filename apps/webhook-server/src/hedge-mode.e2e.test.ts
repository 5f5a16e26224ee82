import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

const route = '/webhook/tradingview-strategy'

/** What is open, and the stops that stand for it. */
async function stand(server: Awaited<ReturnType<typeof startServer>>): Promise<readonly string[]> {
  return [...(await server.positions()), ...(await server.openOrders())]
}

describe('an account in hedge mode', () => {
  it('means the side that is open, as on a one-way account', async () => {
    await using server = await startServer({ hedgeMode: true })
    for (const [alert, expected] of [
      [{ action: 'open', side: 'SELL', quantity: '0.02' }, ['BTCUSDT -0.02', 'BUY STOP_MARKET']],
      [{ action: 'increase', quantity: '0.01' }, ['BTCUSDT -0.03', 'BUY STOP_MARKET']],
      [{ action: 'decrease', quantity: '0.02' }, ['BTCUSDT -0.01', 'BUY STOP_MARKET']],
      [{ action: 'reverse' }, ['BTCUSDT 0.01', 'SELL STOP_MARKET']],
      [{ action: 'sell', quantity: '0.02' }, ['BTCUSDT -0.02', 'BUY STOP_MARKET']],
      [{ action: 'close' }, []],
    ] as const) {
      const { status, json } = await server.alert(alert)
      expect({ status, json }).toMatchObject({ status: 200, json: { success: true } })
      expect(await stand(server)).toEqual(expected)
    }
  })

  it('holds both sides only where the alert says so, each with its stop, and then wants to be told which', async () => {
    await using server = await startServer({ hedgeMode: true })
    await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })
    expect((await server.alert({ action: 'open', side: 'SELL', quantity: '0.02' })).json).toMatchObject({
      code: 'POSITION_EXISTS',
      detail: expect.stringContaining('position_side'),
    })
    const short = { action: 'open', side: 'SELL', quantity: '0.02', position_side: 'SHORT' }
    expect((await server.alert(short)).status).toBe(200)
    const both = ['BTCUSDT 0.01', 'BTCUSDT -0.02', 'BUY STOP_MARKET', 'SELL STOP_MARKET']
    expect(await stand(server)).toEqual(both)
    expect((await server.alert({ action: 'decrease', quantity: '0.01' })).json).toMatchObject({
      code: 'AMBIGUOUS_SIDE',
    })
    expect((await server.alert({ action: 'open', side: 'BUY', position_side: 'SHORT', quantity: 1 })).status).toBe(400)
    expect(await stand(server)).toEqual(both)
    await server.alert({ action: 'decrease', quantity: '0.01', position_side: 'SHORT' })
    expect(await server.positions()).toEqual(['BTCUSDT 0.01', 'BTCUSDT -0.01'])
    await server.alert({ action: 'close', position_side: 'LONG' })
    expect(await stand(server)).toEqual(['BTCUSDT -0.01', 'BUY STOP_MARKET'])
    await server.alert({ action: 'close', id: 'rest' })
    expect(await stand(server)).toEqual([])
  })

  it('is brought to a target: the other side goes', async () => {
    await using server = await startServer({ hedgeMode: true })
    for (const [size, expected] of [
      ['0.02', ['BTCUSDT 0.02', 'SELL STOP_MARKET']],
      ['-0.03', ['BTCUSDT -0.03', 'BUY STOP_MARKET']],
      ['-0.01', ['BTCUSDT -0.01', 'BUY STOP_MARKET']],
      ['0', []],
    ] as const) {
      expect((await server.alert({ position_size: size }, route)).status).toBe(200)
      expect(await stand(server)).toEqual(expected)
    }
  })

  it('opens a trade with targets on the side that it names', async () => {
    await using server = await startServer({ hedgeMode: true })
    const ladder = { action: 'open', side: 'SELL', quantity: '0.02', take_profits: [1, 2] }
    expect((await server.alert(ladder)).json).toMatchObject({ message: 'BTCUSDT is open and protected' })
    expect((await server.alert({ action: 'close' })).status).toBe(200)
    expect(await stand(server)).toEqual([])
  })
})
