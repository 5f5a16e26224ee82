import { describe, expect, it } from 'vitest'

import { moveMarket } from './testing/move-market.ts'
import { startServer } from './testing/start-server.ts'

type Server = Awaited<ReturnType<typeof startServer>>

async function send(server: Server, body: Record<string, unknown>): Promise<string> {
  const { status, json } = await server.alert(body)
  return `${status} ${String(json['code'] ?? json['message'])}`
}

describe('the payloads that traders send, to an account that holds long and short', () => {
  it('rest as triggers on their own side, move their own stop, and take from the side that they mean', async () => {
    await using server = await startServer({ hedgeMode: true })
    moveMarket(server.exchange, '96000')
    const stop = { quantity: '0.02', order_type: 'STOP' }
    const long = { ...stop, action: 'buy', position_side: 'LONG', stop_price: 96_500 }
    const short = { ...stop, action: 'sell', position_side: 'SHORT', stop_price: 95_500 }
    expect(await send(server, long)).toBe('200 the entry on BTCUSDT rests')
    expect(await send(server, short)).toBe('200 the entry on BTCUSDT rests')
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET', 'SELL STOP_MARKET'])
    moveMarket(server.exchange, '96500')
    await server.until(async () => (await server.positions()).length === 1)
    moveMarket(server.exchange, '95400')
    await server.until(async () => (await server.positions()).length === 2)
    expect(await server.positions()).toEqual(['BTCUSDT 0.02', 'BTCUSDT -0.02'])
    await server.until(async () => (await server.openOrders()).length === 2)
    expect(await send(server, { action: 'breakeven' })).toBe('409 AMBIGUOUS_SIDE')
    moveMarket(server.exchange, '95000')
    expect(await send(server, { action: 'breakeven', position_side: 'SHORT' })).toMatch(/stands at 95\d\d\d/)
    expect(await send(server, { action: 'breakeven', position_side: 'LONG' })).toBe('409 CONFLICT')
    expect(await send(server, { action: 'close' })).toBe('200 BTCUSDT is closed')
    expect(await server.positions()).toEqual([])
    expect(await server.openOrders()).toEqual([])
    moveMarket(server.exchange, '96000')
    const market = { action: 'buy', quantity: '0.02', position_side: 'LONG' }
    expect(await send(server, market)).toContain('open and protected')
    expect(await send(server, { ...market, action: 'sell', position_side: 'SHORT' })).toContain('open and protected')
    expect(await send(server, { action: 'sell', sentiment: 'bullish', quantity: '0.01' })).toContain('made smaller')
    expect(await server.positions()).toEqual(['BTCUSDT 0.01', 'BTCUSDT -0.02'])
    expect(await send(server, { action: 'buy', reduce_only: true, quantity: '0.01' })).toContain('made smaller')
    expect(await server.positions()).toEqual(['BTCUSDT 0.01', 'BTCUSDT -0.01'])
  })

  it('are told to a dry copy, which says what it would do and does nothing', async () => {
    await using server = await startServer({ copies: [{ id: 'shadow', weight: '2', isDry: true }] })
    moveMarket(server.exchange, '96000')
    const told = async (body: Record<string, unknown>) => {
      const { json } = await server.alert({ ...body, account: 'shadow' })
      return json
    }
    const stop = { action: 'buy', quantity: '0.01', order_type: 'STOP', stop_price: 97_000, stop_loss: { amount: 500 } }
    expect(await told(stop)).toMatchObject({
      message: 'dry run: would open BTCUSDT with stop BUY 0.02',
      order: { would_send: true, price: '97000', stop_price: '96500' },
    })
    const capped = { action: 'sell', quantity: '0.01', max_slippage_percent: 0.1 }
    expect(await told(capped)).toMatchObject({
      message: 'dry run: would SELL 0.02 BTCUSDT',
      order: { would_send: true, type: 'LIMIT', price: '95904' },
    })
    expect(await told({ action: 'breakeven' })).toMatchObject({ code: 'NO_POSITION' })
    expect(await server.openOrders('shadow')).toEqual([])
    expect(await server.positions('shadow')).toEqual([])
  })
})
