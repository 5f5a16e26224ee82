import { describe, expect, it } from 'vitest'

import { openMarket } from './market-fixture.ts'
import { createQuietFeed } from './quiet-feed.ts'

describe('the quiet market', () => {
  it('stands still until a user moves it', async () => {
    const { clock, engine, events, service } = await openMarket(createQuietFeed(), { symbols: ['BTCUSDT', 'DOGEUSDT'] })
    void service.start()
    expect(engine.getDepth('BTCUSDT', 100).bids).toHaveLength(50)
    expect(engine.getDepth('DOGEUSDT', 1)).toMatchObject({
      bids: [['0.14999', '160000']],
      asks: [['0.15001', '160000']],
    })
    expect(engine.getMark('BTCUSDT')).toMatchObject({ markPrice: '96000', indexPrice: '96000' })
    const count = events.length
    await clock.advance(600_000)
    expect(events).toHaveLength(count)
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' }
    expect(engine.placeOrder('a', order, clock.now())).toMatchObject({
      value: { status: 'FILLED', avgPrice: '96000.1' },
    })
    await service.stop()
  })
})
