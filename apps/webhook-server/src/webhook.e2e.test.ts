import { describe, expect, it } from 'vitest'

import { moveMarket } from './testing/move-market.ts'
import { secret, startServer } from './testing/start-server.ts'

describe('an alert', () => {
  it('opens one protected position, and is answered before it is carried out', async () => {
    await using server = await startServer()
    const body = { action: 'open', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01', webhook_secret: secret }
    const { status, json, header } = await server.call('POST', '/webhook/tradingview', body)
    expect(status).toBe(202)
    expect(json).toMatchObject({ success: true, link: `/signals/${String(json['signal_id'])}` })
    expect(header('server-timing')).toMatch(/^app;dur=/)
    expect(header('x-process-time')).toMatch(/^\d+\.\d+$/)
    expect(header('x-request-id')).toBe(json['request_id'])
    await server.runner.wait(String(json['signal_id']), 10_000)
    const told = await server.call('GET', String(json['link']))
    expect(told.json).toMatchObject({ status: 'done', action: 'open', reason: 'BTCUSDT is open and protected' })
    expect(told.text).not.toContain(secret)
    expect(await server.positions()).toEqual(['BTCUSDT 0.01'])
    expect(await server.openOrders()).toEqual(['SELL STOP_MARKET'])
  })

  it('goes through open, increase, decrease and close with the original’s fields, always with one stop', async () => {
    await using server = await startServer()
    for (const [alert, position] of [
      [{ action: 'open', side: 'SELL', quantity: 0.02 }, ['BTCUSDT -0.02']],
      [{ action: 'increase', quantity: '0.01' }, ['BTCUSDT -0.03']],
      [{ action: 'decrease', quantity: '0.01' }, ['BTCUSDT -0.02']],
      [{ action: 'close', symbol: 'BINANCE:BTCUSDT.P' }, []],
    ] as const) {
      const { status, json } = await server.alert(alert)
      expect({ status, json }).toMatchObject({ status: 200, json: { success: true } })
      expect(await server.positions()).toEqual(position)
      expect(await server.openOrders()).toEqual(position.length === 0 ? [] : ['BUY STOP_MARKET'])
    }
  })

  it('reverses, and brings the position to a strategy’s target', async () => {
    await using server = await startServer()
    await server.alert({ action: 'buy', ticker: 'BTCUSDT', quantity: '0.01' })
    expect((await server.alert({ action: 'reverse' })).status).toBe(200)
    expect(await server.positions()).toEqual(['BTCUSDT -0.01'])
    const route = '/webhook/tradingview-strategy'
    for (const [size, word, position] of [
      ['0.03', 'long', ['BTCUSDT 0.03']],
      ['0.01', 'long', ['BTCUSDT 0.01']],
      ['-0.02', undefined, ['BTCUSDT -0.02']],
      ['0', 'flat', []],
    ] as const) {
      const { status } = await server.alert({ position_size: size, market_position: word }, route)
      expect(status).toBe(200)
      expect(await server.positions()).toEqual(position)
      expect(await server.openOrders()).toHaveLength(position.length)
    }
    expect((await server.alert({ position_size: 0, id: 'again' }, route)).json).toMatchObject({
      message: 'nothing to do',
    })
  })

  it('opens a trade for a ladder of targets, and closes it whole', async () => {
    await using server = await startServer()
    const { status, json } = await server.alert({
      action: 'open',
      side: 'BUY',
      quantity: '0.02',
      take_profits: [
        [1, 0.5],
        [2, 0.5],
      ],
      stop_loss: { percent: 1 },
    })
    expect({ status, json }).toMatchObject({ status: 200, json: { message: 'BTCUSDT is open and protected' } })
    expect((await server.alert({ action: 'increase', quantity: '0.01' })).json).toMatchObject({
      code: 'POSITION_OWNED',
    })
    expect((await server.alert({ action: 'exit' })).status).toBe(200)
    expect(await server.positions()).toEqual([])
    expect(await server.openOrders()).toEqual([])
  })

  it('rests as a limit until it is cancelled', async () => {
    await using server = await startServer()
    const alert = { action: 'open', side: 'BUY', quantity: '0.01', order_type: 'LIMIT', price: '50000' }
    expect((await server.alert(alert)).json).toMatchObject({ message: 'the entry on BTCUSDT rests' })
    expect(await server.openOrders()).toEqual(['BUY LIMIT'])
    expect((await server.alert({ action: 'cancel' })).json).toMatchObject({ message: '1 entries of BTCUSDT cancelled' })
    expect(await server.openOrders()).toEqual([])
  })

  it('pays no more than its cap allows, says what it got, and is protected for that', async () => {
    await using server = await startServer()
    moveMarket(server.exchange, '96000', { lotsPerLevel: 5 })
    const capped = { quantity: '0.2', max_slippage_bps: 0.1 }
    const { json } = await server.alert({ action: 'buy', ...capped })
    // five lots of 0.001 at each of the ten prices within 0.96, but for the one that traded
    expect(json).toMatchObject({
      message: 'BTCUSDT is open and protected; 0.049 of 0.2 was filled',
      order: { type: 'LIMIT', quantity: '0.2', filled_quantity: '0.049' },
    })
    expect(await server.positions()).toEqual(['BTCUSDT 0.049'])
    expect(await server.openOrders()).toEqual(['SELL STOP_MARKET'])
    expect((await server.alert({ action: 'close' })).status).toBe(200)
    moveMarket(server.exchange, '96000', { lotsPerLevel: 5 })
    const trade = await server.alert({ action: 'open', side: 'SELL', ...capped, take_profit: { amount: 500 } })
    expect(trade.json).toMatchObject({ message: expect.stringMatching(/protected; 0.049 of 0.2 was filled$/) })
    expect(await server.openOrders()).toEqual(['BUY LIMIT', 'BUY STOP_MARKET'])
  })

  it('fills at once or not at all, and what may rest does so no longer than it says', async () => {
    await using server = await startServer()
    moveMarket(server.exchange, '60000')
    const limit = { action: 'open', side: 'BUY', quantity: '0.01', order_type: 'LIMIT', price: '59000' }
    for (const force of ['FOK', 'IOC']) {
      const answer = await server.alert({ ...limit, time_in_force: force })
      expect(answer).toMatchObject({ status: 502, json: { code: 'NOT_FILLED' } })
    }
    const short = await server.alert({ ...limit, time_in_force: 'GTX', expires_in: 1 })
    expect(short.json).toMatchObject({ message: 'the entry on BTCUSDT rests' })
    await server.until(async () => (await server.openOrders()).length === 0)
    expect((await server.alert({ ...limit, id: 2 })).json).toMatchObject({ message: 'the entry on BTCUSDT rests' })
    expect(await server.openOrders()).toEqual(['BUY LIMIT'])
  })
})
