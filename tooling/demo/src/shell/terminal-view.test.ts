import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { DemoSnapshot } from '../core/demo-snapshot.ts'
import { openTerminalView } from './terminal-view.ts'

const symbolOf = (symbol: string, frame: number): DemoSnapshot['symbols'][number] => ({
  symbol,
  quote: { bid: `${96_000 + frame}.1`, ask: `${96_000 + frame}.2` },
  prices: Array.from({ length: 40 }, (_, index) => 96_000 + ((index * frame) % 17)),
  phase: 'protected',
  position: { side: 'BUY', quantity: '0.02', entryPrice: '96000', unrealizedPnl: String(frame), hasStop: true },
  orders: [
    { side: 'SELL', purpose: 'stop', price: '95000', quantity: '0.02' },
    { side: 'SELL', purpose: 'take-profit', price: '97000', quantity: '0.02' },
  ],
})

/** A picture in which everything changes from frame to frame. */
const snapshotAt = (frame: number): DemoSnapshot => ({
  place: 'paper exchange http://127.0.0.1:40001, synthetic market, seed 7',
  consoleUrl: 'http://127.0.0.1:40002',
  panelUrl: undefined,
  alert: undefined,
  elapsedMs: frame * 250,
  durationMs: 60_000,
  ending: undefined,
  symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].map((symbol) => symbolOf(symbol, frame)),
  events: Array.from({ length: 60 }, (_, index) => {
    return { atMs: (index + frame) * 100, symbol: 'BTCUSDT', text: `event ${index + frame}`, tone: 'plain' as const }
  }),
  tally: {
    trades: frame,
    longs: 1,
    shorts: 1,
    byTakeProfit: 1,
    byStop: 1,
    byTimeStop: 0,
    realizedPnl: '-1.23',
    fees: '0.88',
  },
})

describe('the terminal view of the demo', () => {
  it.each([
    ['with colours', true],
    ['without', false],
  ])('takes less than a twentieth of a core, %s, though everything on it changes', async (_name, hasColor) => {
    const clock = createVirtualClock({ startMs: 0 })
    let written = ''
    let frames = 0
    const output = {
      write: (text: string) => void (written += text),
      isTerminal: true,
      columns: 120,
      rows: 40,
      onResize: () => () => {},
      flush: async () => {},
    }
    const before = process.cpuUsage()
    const view = openTerminalView({ output, clock, hasColor, read: () => snapshotAt((frames += 1)) })
    await clock.advance(30_000)
    view.close()
    const { user, system } = process.cpuUsage(before)
    const share = (user + system) / 1_000 / 30_000
    expect(frames).toBe(121)
    expect(share).toBeLessThan(0.05)
    expect(written.includes('\u001b[32m')).toBe(hasColor)
    // the first screen comes back, with its cursor
    expect(written.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true)
  })
})
