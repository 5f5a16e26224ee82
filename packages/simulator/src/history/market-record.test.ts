import { createSeededRandom } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createEngineFixture, startMs } from '../engine/engine-fixture.ts'
import { createMarketRecord } from './market-record.ts'

describe('what is kept of a market whose tick gets finer', () => {
  it('reads as before, and goes on in the new ticks', () => {
    const { engine, events } = createEngineFixture()
    const entry = engine.getSymbol('BTCUSDT')
    if (entry === undefined) throw new Error('no entry')
    const record = createMarketRecord(entry, createSeededRandom(1))
    let read = events.length
    const follow = () => {
      for (const event of events.slice(read)) {
        if (event.kind === 'trade') record.onTrade(event)
        if (event.kind === 'rules') record.onRules(event)
      }
      read = events.length
    }
    engine.trade('BTCUSDT', 'BUY', 1_000_001, 10, { consumeBook: true }, startMs)
    follow()
    const filters = entry.filters.map((filter) =>
      filter.filterType === 'PRICE_FILTER' ? { ...filter, tickSize: '0.02', minPrice: '0.02' } : filter,
    )
    engine.updateSymbol({ ...entry, filters }, startMs)
    engine.setLevel('BTCUSDT', 'SELL', engine.toTicks('BTCUSDT', '100000.12'), 500, startMs)
    engine.trade('BTCUSDT', 'BUY', engine.toTicks('BTCUSDT', '100000.12'), 20, { consumeBook: true }, startMs)
    follow()
    const { format, trades, bars } = record
    expect(trades.trades.map(({ price }) => format.price(price))).toEqual(['100000.1', '100000.12'])
    expect(trades.aggTrades.map(({ price }) => format.price(price))).toEqual(['100000.1', '100000.12'])
    const bar = bars.current('1m', startMs)
    expect([bar?.open, bar?.close].map((price) => format.price(price ?? 0))).toEqual(['100000.1', '100000.12'])
    expect(Number(format.quote(bar?.quoteVolume ?? 0))).toBeCloseTo(100_000.1 * 0.01 + 100_000.12 * 0.02, 6)
  })
})
