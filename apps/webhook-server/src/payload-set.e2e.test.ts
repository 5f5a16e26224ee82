import { describe, expect, it } from 'vitest'

import { moveMarket } from './testing/move-market.ts'
import { startServer } from './testing/start-server.ts'

type Server = Awaited<ReturnType<typeof startServer>>

const strategyRoute = '/webhook/tradingview-strategy'

/** What an alert came to: the status, and why. */
async function send(server: Server, body: Record<string, unknown>, path?: string): Promise<string> {
  const { status, json } = await server.alert(body, path)
  return `${status} ${String(json['code'] ?? json['message'])}`
}

describe('the payloads that traders send', () => {
  it('(a) the six templates of the original, filled in as a chart does', async () => {
    await using server = await startServer()
    moveMarket(server.exchange, '60000')
    const side = (template: object) => ({ symbol: 'BTCUSDT', ...template })
    const outcomes: readonly (readonly [object, string, readonly string[]])[] = [
      [{ action: 'open', side: 'BUY', quantity: '0.001', order_type: 'MARKET' }, 'open and protected', ['0.001']],
      [{ action: 'increase', quantity: '0.001', order_type: 'MARKET' }, 'open and protected', ['0.002']],
      [{ action: 'decrease', quantity: '0.0005', order_type: 'MARKET' }, 'ORDER_RULE', ['0.002']],
      [{ action: 'decrease', quantity: '0.001', order_type: 'MARKET' }, 'made smaller', ['0.001']],
      [{ action: 'close' }, 'is closed', []],
      [{ action: 'open', side: 'SELL', quantity: '0.001', order_type: 'MARKET' }, 'open and protected', ['-0.001']],
      [{ action: 'close', symbol: 'BTCUSDT.P' }, 'is closed', []],
      // the close of the bar lies below the market by now
      [{ action: 'open', side: 'BUY', quantity: '0.001', order_type: 'LIMIT', price: '59990' }, 'rests', []],
      [{ action: 'close', note: 'and takes the resting entry with it' }, 'is closed', []],
    ]
    for (const [template, outcome, position] of outcomes) {
      expect(await send(server, side(template))).toContain(outcome)
      expect(await server.positions()).toEqual(position.map((size) => `BTCUSDT ${size}`))
    }
    expect(await server.openOrders()).toEqual([])
  })

  it('(a) the strategy template of the original, over all rows of its table', async () => {
    await using server = await startServer()
    let rows = 0
    for (const [orderAction, contracts, size] of [
      ['buy', '0.575', '0.575'],
      ['sell', '0.153', '0.422'],
      ['sell', '0.422', '0'],
      ['sell', '0.306', '-0.306'],
      ['buy', '0.306', '0'],
      ['buy', '0.575', '0.575'],
      ['buy', '0.2', '0.775'],
      ['sell', '1', '-0.225'],
    ] as const) {
      const id = `${contracts} ${size} ${rows++}`
      const alert = { order_action: orderAction, contracts, position_size: size, order_type: 'MARKET', id }
      const { status, json } = await server.alert(alert, strategyRoute)
      expect({ status, ignored: json['ignored_fields'] }).toEqual({ status: 200, ignored: [] })
      expect(await server.positions()).toEqual(size === '0' ? [] : [`BTCUSDT ${size}`])
      expect(await server.openOrders()).toHaveLength(size === '0' ? 0 : 1)
    }
  })

  it('(b) a stranger’s vocabulary: entries, sizes, add, break-even, exits, cancel', async () => {
    await using server = await startServer()
    let count = 0
    const tell = (body: Record<string, unknown>) => send(server, { ...body, id: (count += 1) })
    moveMarket(server.exchange, '60000')
    const buy = { ticker: 'BTCUSDT', action: 'buy', quantity: '0.01' }
    const stop = { ...buy, orderType: 'stop', stopPrice: 60_300 }
    const target = { ...buy, signalPrice: 60_000, takeProfit: { percent: 10 }, stopLoss: { type: 'stop', percent: 5 } }
    expect(await tell(target)).toContain('open and protected')
    expect(await server.openOrders()).toEqual(['SELL LIMIT', 'SELL STOP_MARKET'])
    expect(await tell({ ticker: 'BTCUSDT', action: 'breakeven' })).toBe('409 CONFLICT')
    moveMarket(server.exchange, '61000')
    expect(await tell({ ticker: 'BTCUSDT', action: 'breakeven' })).toMatch(/stands at 600\d\d/)
    expect(await tell({ ticker: 'BTCUSDT', action: 'exit' })).toContain('is closed')
    moveMarket(server.exchange, '60000')
    expect(await tell({ ...buy, orderType: 'limit', limitPrice: 59_000 })).toContain('rests')
    expect(await tell({ ...stop, cancel: true })).toContain('the entry on BTCUSDT rests')
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET'])
    expect(await tell({ ticker: 'BTCUSDT', cancel: true })).toContain('1 entries of BTCUSDT cancelled')
    expect(await tell({ ...stop, stopPrice: 59_000 })).toBe('422 ORDER_REFUSED')
    const limited = { ...stop, orderType: 'stop_limit', limitPrice: 60_310, stopLoss: { amount: 200 } }
    expect(await tell(limited)).toContain('rests')
    moveMarket(server.exchange, '60300')
    moveMarket(server.exchange, '60305')
    await server.until(async () => (await server.openOrders()).join() === 'SELL STOP_MARKET')
    expect(await server.positions()).toEqual(['BTCUSDT 0.01'])
    expect(await tell({ ticker: 'BTCUSDT', action: 'exit' })).toContain('is closed')
    for (const [quantityType, quantity, size] of [
      ['dollar_amount', 1_000, '0.016'],
      ['risk_dollar_amount', 30, '0.024'],
      ['percent_of_equity', 10, '0.016'],
      ['risk_percent', 0.5, '0.041'],
    ] as const) {
      expect(await tell({ ...buy, quantityType, quantity })).toContain('open and protected')
      expect(await server.positions()).toEqual([`BTCUSDT ${size}`])
      expect(await tell({ ticker: 'BTCUSDT', action: 'exit' })).toContain('is closed')
    }
    expect(await tell({ ...buy, quantity: 0.02, sentiment: 'bullish' })).toContain('open and protected')
    const add = { ticker: 'BTCUSDT', action: 'add', quantityType: 'percent_of_position', quantity: 50 }
    expect(await tell(add)).toContain('open and protected')
    expect(await server.positions()).toEqual(['BTCUSDT 0.03'])
    moveMarket(server.exchange, '61000')
    expect(await tell({ ticker: 'BTCUSDT', action: 'breakeven' })).toMatch(/stands at 60\d\d\d/)
    expect(await tell({ ...buy, action: 'sell', sentiment: 'bullish' })).toContain('made smaller')
    expect(await server.positions()).toEqual(['BTCUSDT 0.02'])
    expect(await tell({ ...buy, sentiment: 'bearish' })).toBe('409 WRONG_SIDE')
    const half = { ticker: 'BINANCE:BTCUSDT.P', action: 'exit', quantityType: 'percent_of_position', quantity: 50 }
    expect(await tell(half)).toContain('made smaller')
    expect(await server.positions()).toEqual(['BTCUSDT 0.01'])
    expect(await tell({ ...buy, action: 'sell', sentiment: 'flat' })).toContain('is closed')
    expect(await server.openOrders()).toEqual([])
  })
})
