import { describe, expect, it } from 'vitest'

import type { Engine } from '../engine/types.ts'
import { createMarketFeed } from './create-market-feed.ts'
import { openMarket } from './market-fixture.ts'

const symbol = 'BTCUSDT'

function setTick(engine: Engine, tickSize: string, nowMs: number): void {
  const entry = engine.getSymbol(symbol)
  if (entry === undefined) throw new RangeError(symbol)
  const filters = entry.filters.map((filter) =>
    filter.filterType === 'PRICE_FILTER' ? { ...filter, tickSize } : filter,
  )
  engine.updateSymbol({ ...entry, filters }, nowMs)
}

describe('a feed whose symbol gets another tick size', () => {
  for (const feed of ['synthetic', 'quiet'] as const) {
    it.each(['5', '0.01', '0.1'])(`${feed}: has a book on the new grid, near the price that was (%s)`, async (tick) => {
      const { clock, engine, service } = await openMarket(createMarketFeed(feed))
      void service.start()
      await clock.advance(3_000)
      const before = Number(engine.getMark(symbol).markPrice)
      setTick(engine, '0.5', clock.now())
      await clock.advance(2_000)
      setTick(engine, tick, clock.now())
      await clock.advance(20_000)
      const { bids, asks } = engine.getDepth(symbol, 1000)
      expect(bids.length).toBeGreaterThan(20)
      expect(asks.length).toBeGreaterThan(20)
      const wrong = [...bids, ...asks].filter(([price]) => {
        const steps = Number(price) / Number(tick)
        return Math.abs(steps - Math.round(steps)) > 1e-6
      })
      expect(wrong).toEqual([])
      expect(Math.abs(Number(bids[0]?.[0]) / before - 1)).toBeLessThan(0.01)
      const largest = Math.max(...[...bids, ...asks].map(([, quantity]) => Number(quantity)))
      expect(largest).toBeLessThan(60)
      await service.stop()
    })
  }
})
