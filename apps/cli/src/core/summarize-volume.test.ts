import { describe, expect, it } from 'vitest'

import { summarizeVolume, type VolumeFill } from './summarize-volume.ts'

const fill = (fields: Partial<VolumeFill>): VolumeFill => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  quoteQty: '100',
  commission: '-0.04',
  realizedPnl: '0',
  maker: false,
  time: Date.UTC(2026, 0, 1, 12),
  ...fields,
})
const dayOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10)

describe('summarizeVolume', () => {
  it('adds up by day and by symbol, exactly, with what was made, bought, sold and charged', () => {
    const report = summarizeVolume(
      [
        fill({ quoteQty: '0.1', commission: '-0.1' }),
        fill({ quoteQty: '0.2', commission: '-0.2', maker: true, side: 'SELL', realizedPnl: '1.5' }),
        fill({ symbol: 'ETHUSDT', time: Date.UTC(2026, 0, 2), commission: '0.01', maker: true }),
      ],
      { days: 7, dayOf },
    )
    expect(report.days).toMatchObject([
      { day: '2026-01-01', trades: 2, volume: '0.3', bought: '0.1', sold: '0.2', makerPercent: '66.7', fees: '0.3' },
      { day: '2026-01-02', trades: 1, volume: '100', fees: '-0.01' },
    ])
    expect(report.symbols).toMatchObject([{ symbol: 'BTCUSDT', realizedPnl: '1.5' }, { symbol: 'ETHUSDT' }])
    expect(report.total).toMatchObject({ trades: 3, volume: '100.3', fees: '0.29' })
    expect(report.dailyAverage).toBe('14.33')
  })

  it('is all zero where nothing was traded', () => {
    expect(summarizeVolume([], { days: 7, dayOf })).toMatchObject({
      days: [],
      symbols: [],
      total: { trades: 0, volume: '0', makerPercent: '0.0', fees: '0' },
      dailyAverage: '0.00',
    })
  })
})
