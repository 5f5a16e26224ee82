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

  it('has a last price from the start, so that triggers which hold already are refused', async () => {
    const { clock, engine, service } = await openMarket(createQuietFeed(), { symbols: ['BTCUSDT'] })
    expect(engine.getLastPrice('BTCUSDT')).toBe('96000')
    expect(engine.getDepth('BTCUSDT', 1)).toMatchObject({ bids: [['95999.9', '1.25']], asks: [['96000.1', '1.25']] })
    const codeOf = (side: string, type: string, stopPrice: string) => {
      const placed = engine.placeOrder('a', { symbol: 'BTCUSDT', side, type, stopPrice, quantity: '0.1' }, clock.now())
      return placed.ok ? 0 : placed.code
    }
    expect(codeOf('BUY', 'STOP_MARKET', '95000')).toBe(-2021)
    expect(codeOf('SELL', 'STOP_MARKET', '97000')).toBe(-2021)
    expect(codeOf('SELL', 'TAKE_PROFIT_MARKET', '95000')).toBe(-2021)
    expect(codeOf('SELL', 'STOP_MARKET', '95000')).toBe(0)
    await service.stop()
  })
})
