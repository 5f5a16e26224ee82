import { createSeededRandom } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createBarHistory, keptBars } from './bar-history.ts'
import { inventPast } from './invent-past.ts'

const startMs = Date.UTC(2026, 0, 1, 12)
const minuteMs = 60_000
const historyOf = () =>
  createBarHistory((endPrice, endTimeMs) =>
    inventPast({ random: createSeededRandom(1), endPrice, endTimeMs, count: keptBars, typicalVolume: 100 }),
  )
const trade = (price: number, timeMs: number, id: number, isBuyerTaker = true) => ({
  price,
  quantity: 10,
  id,
  isBuyerTaker,
  timeMs,
})

describe('createBarHistory', () => {
  it('builds a minute from its trades', () => {
    const bars = historyOf()
    bars.add(trade(100, startMs, 1))
    bars.add(trade(105, startMs + 10, 2))
    bars.add(trade(95, startMs + 20, 3, false))
    bars.add(trade(101, startMs + 59_999, 4))
    expect(bars.current('1m', startMs + 59_999)).toEqual({
      openTimeMs: startMs,
      open: 100,
      high: 105,
      low: 95,
      close: 101,
      volume: 40,
      quoteVolume: 4010,
      trades: 4,
      buyVolume: 30,
      buyQuoteVolume: 3060,
      firstTradeId: 1,
      lastTradeId: 4,
    })
  })

  it('fills minutes without trades flat at the last close', () => {
    const bars = historyOf()
    bars.add(trade(100, startMs, 1))
    const rows = bars.list(
      { interval: '1m', startTime: startMs, endTime: undefined, limit: 10 },
      startMs + 3 * minuteMs,
    )
    expect(rows.map((bar) => [bar.open, bar.close, bar.trades])).toEqual([
      [100, 100, 1],
      [100, 100, 0],
      [100, 100, 0],
      [100, 100, 0],
    ])
  })

  it('joins minutes into longer bars', () => {
    const bars = historyOf()
    for (let i = 0; i < 12; i++) bars.add(trade(100 + i, startMs + i * minuteMs, i + 1))
    const rows = bars.list(
      { interval: '5m', startTime: startMs, endTime: undefined, limit: 10 },
      startMs + 11 * minuteMs,
    )
    expect(rows.map((bar) => [bar.openTimeMs - startMs, bar.open, bar.close, bar.trades])).toEqual([
      [0, 100, 104, 5],
      [5 * minuteMs, 105, 109, 5],
      [10 * minuteMs, 110, 111, 2],
    ])
  })

  it.each(['1m', '15m', '1h', '4h', '1d'] as const)(
    'invents a past for warm-ups that ends where the market begins: %s',
    (interval) => {
      const bars = historyOf()
      bars.open(60_000, startMs)
      const rows = bars.list({ interval, startTime: undefined, endTime: undefined, limit: 20 }, startMs)
      expect(rows).toHaveLength(20)
      for (const bar of rows) {
        expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close))
        expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close))
      }
      expect(rows.slice(1).map((bar) => bar.open)).toEqual(rows.slice(0, -1).map((bar) => bar.close))
      expect(rows.at(-1)?.close).toBe(60_000)
    },
  )

  it('gives the oldest bars from a start and the newest without one', () => {
    const bars = historyOf()
    for (let i = 0; i < 10; i++) bars.add(trade(100 + i, startMs + i * minuteMs, i + 1))
    const now = startMs + 9 * minuteMs
    const opens = (startTime: number | undefined) =>
      bars.list({ interval: '1m', startTime, endTime: undefined, limit: 3 }, now).map((bar) => bar.open)
    expect(opens(startMs + minuteMs)).toEqual([101, 102, 103])
    expect(opens(undefined)).toEqual([107, 108, 109])
  })

  it('forgets what is older than it keeps', () => {
    const bars = historyOf()
    bars.open(100, startMs)
    const later = startMs + (keptBars + 5000) * minuteMs
    const rows = bars.list({ interval: '1m', startTime: startMs, endTime: undefined, limit: 5 }, later)
    expect(rows[0]?.openTimeMs).toBeGreaterThan(startMs)
  })
})
