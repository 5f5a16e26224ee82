import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { openMarket } from '../market-fixture.ts'
import { createReplayFeed } from './replay-feed.ts'

// Beside the repository, not part of it.
const at = (name: string): string =>
  fileURLToPath(new URL(`../../../../../../shared/market-data/${name}.csv.gz`, import.meta.url))
const books = at('aster-asterusdt-orderbook')

describe.runIf(existsSync(books))('a market out of recorded columns', () => {
  it('shows the recorded books of ASTERUSDT and its trades', async () => {
    const feed = createReplayFeed({ path: [books, at('aster-asterusdt-trades')].join(',') })
    const { clock, engine, events, service } = await openMarket(feed, { symbols: ['ASTERUSDT'] })
    expect(engine.getDepth('ASTERUSDT', 5).bids[0]).toEqual(['1.6679', '2669.57'])
    void service.start()
    await clock.advance(600_000)
    await service.stop()
    const trades = events.filter((event) => event.kind === 'trade')
    expect(trades.length).toBeGreaterThan(100)
    const { bids, asks } = engine.getDepth('ASTERUSDT', 100)
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]))
    expect([bids.length, asks.length]).toEqual([10, 10])
  })
})
