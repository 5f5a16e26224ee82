import { paintLine } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import type { DemoSnapshot } from './demo-snapshot.ts'
import { renderView } from './render-view.ts'

const snapshot: DemoSnapshot = {
  place: 'paper exchange http://127.0.0.1:40001, synthetic market, seed 7',
  consoleUrl: 'http://127.0.0.1:40002',
  panelUrl: undefined,
  alert: undefined,
  elapsedMs: 15_000,
  durationMs: 60_000,
  ending: undefined,
  symbols: [
    {
      symbol: 'BTCUSDT',
      quote: { bid: '61800.2', ask: '61800.3' },
      prices: [1, 2, 3],
      phase: 'protected',
      position: { side: 'BUY', quantity: '0.016', entryPrice: '61798.1', unrealizedPnl: '0.03', hasStop: true },
      orders: [
        { side: 'SELL', purpose: 'take-profit', price: '61830', quantity: '0.016' },
        { side: 'SELL', purpose: 'stop', price: '61770', quantity: '0.016' },
      ],
    },
    { symbol: 'ETHUSDT', quote: undefined, prices: [], phase: 'waits for the book', position: undefined, orders: [] },
  ],
  events: Array.from({ length: 50 }, (_, index) => ({
    atMs: index * 100,
    symbol: 'BTCUSDT',
    text: `event ${index}`,
    tone: 'plain' as const,
  })),
  tally: {
    trades: 2,
    longs: 1,
    shorts: 1,
    byTakeProfit: 1,
    byStop: 1,
    byTimeStop: 0,
    realizedPnl: '-1.23',
    fees: '0.88',
  },
}

const show = (columns: number, rows: number, facts: Partial<DemoSnapshot> = {}) =>
  renderView({ ...snapshot, ...facts }, { columns, rows }).map((line) => paintLine(line, columns, false))

describe('renderView', () => {
  it('shows in its head where a person can watch, the exchange after the program', () => {
    const [head] = show(140, 24, { panelUrl: 'http://127.0.0.1:40003' })
    expect(head).toMatch(/http:\/\/127\.0\.0\.1:40002 {2}exchange panel http:\/\/127\.0\.0\.1:40003/)
    expect(show(140, 24, { consoleUrl: undefined })[0]).not.toContain('40002')
  })

  it('shows quotes, position with its stop, orders, events and the tally', () => {
    const text = show(100, 24).join('\n')
    for (const part of [
      '61800.2 / 61800.3',
      'long',
      '0.016 at 61798.1',
      'stop yes',
      'take-profit 61830',
      'stop 61770',
      'event 49',
      '45.0 s left',
      '2 trades',
      '-1.23',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('says when a position has no stop', () => {
    const [btc] = snapshot.symbols
    if (btc?.position === undefined) throw new Error('no position')
    const symbols = [{ ...btc, position: { ...btc.position, hasStop: false } }]
    expect(show(100, 24, { symbols }).join('\n')).toContain('stop no')
  })

  it('says why it ends', () => {
    expect(show(100, 24, { ending: 'SIGTERM' }).join('\n')).toContain('ending: SIGTERM')
  })

  it('names the console whole, and the newest events and the tally, down to 40 columns and 15 rows', () => {
    const third = { ...snapshot.symbols[0], symbol: 'SOLUSDT' } as DemoSnapshot['symbols'][number]
    const symbols = [...snapshot.symbols, third]
    for (const [columns, rows] of [
      [100, 30],
      [60, 20],
      [40, 15],
    ] as const) {
      const lines = show(columns, rows, { symbols })
      expect(lines[0]).toContain('http://127.0.0.1:40002')
      expect(lines.join('\n')).toContain('event 49')
      expect(lines.join('\n')).not.toContain('event 0\n')
      expect(lines.join('\n')).toContain('PnL -1.23')
      // both exits can be read whole
      expect(lines.join('\n')).toMatch(/61830.*stop 61770|stop 61770.*61830/)
    }
  })

  it('shouts a halt over everything else', () => {
    for (const [columns, rows] of [
      [100, 30],
      [40, 15],
    ] as const) {
      expect(show(columns, rows, { alert: 'HALTED: file .aster/halt' }).slice(0, 3).join('\n')).toContain(
        'HALTED: file',
      )
    }
  })

  it('keeps within the window, whatever its size', () => {
    for (const [columns, rows] of [
      [200, 60],
      [80, 24],
      [40, 12],
      [20, 5],
      [1, 1],
    ] as const) {
      const lines = show(columns, rows)
      expect(lines.length).toBeLessThanOrEqual(rows)
      for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(columns)
    }
  })
})
