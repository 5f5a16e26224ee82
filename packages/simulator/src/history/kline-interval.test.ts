import { describe, expect, it } from 'vitest'

import { isKlineInterval, nextBar, startOfBar } from './kline-interval.ts'

const at = Date.UTC(2026, 1, 18, 13, 37, 12, 345) // a Wednesday

describe('startOfBar', () => {
  it.each([
    ['1m', Date.UTC(2026, 1, 18, 13, 37)],
    ['15m', Date.UTC(2026, 1, 18, 13, 30)],
    ['4h', Date.UTC(2026, 1, 18, 12)],
    ['1d', Date.UTC(2026, 1, 18)],
    ['1w', Date.UTC(2026, 1, 16)],
    ['1M', Date.UTC(2026, 1, 1)],
  ] as const)('%s', (interval, start) => {
    expect(startOfBar(interval, at)).toBe(start)
    expect(startOfBar(interval, nextBar(interval, start))).toBe(nextBar(interval, start))
    expect(startOfBar(interval, nextBar(interval, start) - 1)).toBe(start)
  })

  it('tells a minute from a month', () => {
    expect(isKlineInterval('1M')).toBe(true)
    expect(isKlineInterval('2M')).toBe(false)
    expect(isKlineInterval('toString')).toBe(false)
  })
})
