import { describe, expect, it } from 'vitest'

import { openMarket, type MarketFixture } from '../market-fixture.ts'
import { createSyntheticFeed } from './synthetic-feed.ts'

const symbols = ['BTCUSDT', 'ETHUSDT', 'ASTERUSDT']

/** Middle prices and spreads in ticks, every half second; fails where a book is crossed or empty. */
async function watch(
  { clock, engine, service }: MarketFixture,
  seconds: number,
): Promise<{ readonly middles: ReadonlyMap<string, number[]>; readonly spreads: readonly number[] }> {
  const spreads: number[] = []
  const middles = new Map<string, number[]>(symbols.map((symbol) => [symbol, []]))
  void service.start()
  for (let half = 0; half < seconds * 2; half++) {
    await clock.advance(500)
    for (const [symbol, series] of middles) {
      const { bidTicks, askTicks, bidLots, askLots } = engine.getTop(symbol)
      expect(askTicks - bidTicks).toBeGreaterThanOrEqual(1)
      expect(Math.min(bidLots, askLots)).toBeGreaterThan(0)
      spreads.push(askTicks - bidTicks)
      series.push((bidTicks + askTicks) / 2)
    }
  }
  await service.stop()
  return { middles, spreads }
}

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

describe('the synthetic market', () => {
  it('has books, mark prices and last prices as soon as it is open', async () => {
    const { engine } = await openMarket(createSyntheticFeed(), { symbols })
    for (const symbol of symbols) {
      expect(engine.getDepth(symbol, 20).bids).toHaveLength(20)
      expect(engine.getDepth(symbol, 20).asks).toHaveLength(20)
      expect(Number(engine.getMark(symbol).markPrice)).toBeGreaterThan(0)
      expect(engine.getLastPrice(symbol)).toBeDefined()
    }
  })

  it('is never crossed nor empty, mostly one tick wide, and moves as a market does', async () => {
    const market = await openMarket(createSyntheticFeed(), { symbols, seed: 3 })
    const { middles, spreads } = await watch(market, 600)
    for (const series of middles.values()) {
      const moves3s = series.slice(6).map((middle, index) => middle - (series[index] ?? 0))
      const bps = (deviation(moves3s) / (series[0] ?? 1)) * 1e4
      expect(bps).toBeGreaterThan(1)
      expect(bps).toBeLessThan(25)
      const kurtosis = moves3s.reduce((sum, move) => sum + move ** 4, 0) / moves3s.length / deviation(moves3s) ** 4
      expect(kurtosis).toBeGreaterThan(3)
    }
    const btc = middles.get('BTCUSDT') ?? []
    expect(deviation(btc.slice(6).map((middle, index) => middle - (btc[index] ?? 0)))).toBeGreaterThan(50)
    expect(spreads.filter((spread) => spread === 1).length / spreads.length).toBeGreaterThan(0.7)
  })

  it('trades at the touch often, on both sides, and keeps the mark price close', async () => {
    const market = await openMarket(createSyntheticFeed(), { symbols, seed: 5 })
    await watch(market, 300)
    for (const symbol of symbols) {
      const trades = market.events.flatMap((event) =>
        event.kind === 'trade' && event.symbol === symbol ? [event] : [],
      )
      const buys = trades.filter((trade) => trade.takerSide === 'BUY').length
      expect(trades.length).toBeGreaterThan(300)
      expect(buys / trades.length).toBeGreaterThan(0.3)
      expect(buys / trades.length).toBeLessThan(0.7)
      const marks = market.events.filter((event) => event.kind === 'mark' && event.symbol === symbol)
      expect(marks.length).toBe(301)
      const { bidTicks } = market.engine.getTop(symbol)
      const gap =
        Number(market.engine.getMark(symbol).markPrice) / Number(market.engine.formatPrice(symbol, bidTicks)) - 1
      expect(Math.abs(gap)).toBeLessThan(0.002)
    }
  })

  it('fills a post-only order at the touch of BTCUSDT within a second or two, typically', async () => {
    const { clock, engine, events, service } = await openMarket(createSyntheticFeed(), { seed: 11 })
    void service.start()
    const waits: number[] = []
    for (let count = 0; count < 60; count++) {
      await clock.advance(3_000 + (count % 7) * 130)
      const { bidTicks, askTicks } = engine.getTop('BTCUSDT')
      const side = count % 2 === 0 ? 'BUY' : 'SELL'
      const outcome = engine.placeOrder(
        'a',
        {
          symbol: 'BTCUSDT',
          side,
          type: 'LIMIT',
          timeInForce: 'GTX',
          quantity: '0.01',
          price: engine.formatPrice('BTCUSDT', side === 'BUY' ? bidTicks : askTicks),
        },
        clock.now(),
      )
      expect(outcome).toMatchObject({ ok: true, value: { status: 'NEW' } })
      const placedMs = clock.now()
      await clock.advance(10_000)
      const orderId = outcome.ok ? outcome.value.orderId : ''
      const fill = events.find(
        (event) => event.kind === 'order' && event.fill !== undefined && event.order.orderId === orderId,
      )
      waits.push(fill === undefined ? Infinity : fill.timeMs - placedMs)
      engine.cancelAllOrders('a', 'BTCUSDT', clock.now())
    }
    await service.stop()
    const sorted = waits.toSorted((a, b) => a - b)
    expect(sorted[30]).toBeLessThan(2_000)
    expect(sorted[45]).toBeLessThan(6_000)
    expect(sorted[30]).toBeGreaterThan(100)
  })

  it('is held by a user with enough size, and not driven through him', async () => {
    const { clock, engine, service } = await openMarket(createSyntheticFeed(), { seed: 2 })
    void service.start()
    await clock.advance(2_000)
    const { bidTicks } = engine.getTop('BTCUSDT')
    const price = engine.formatPrice('BTCUSDT', bidTicks)
    const wall = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1000', price }
    engine.openAccount({ id: 'whale', usdt: '1000000000' }, clock.now())
    engine.setLeverage('whale', 'BTCUSDT', 2, clock.now())
    expect(engine.placeOrder('whale', wall, clock.now())).toMatchObject({ ok: true })
    await clock.advance(20_000)
    expect(engine.getTop('BTCUSDT').bidTicks).toBeGreaterThanOrEqual(bidTicks)
    await service.stop()
  })

  it('stays sane for hours', async () => {
    const { clock, engine, service, events } = await openMarket(createSyntheticFeed(), {
      symbols: ['ASTERUSDT'],
      seed: 9,
    })
    void service.start()
    const start = engine.getTop('ASTERUSDT').bidTicks
    for (let hour = 0; hour < 3; hour++) {
      await clock.advance(3_600_000)
      events.length = 0
      const { bidTicks, askTicks } = engine.getTop('ASTERUSDT')
      expect(Math.abs(Math.log(bidTicks / start))).toBeLessThan(0.15)
      expect(askTicks - bidTicks).toBeLessThan(40)
      expect(engine.getDepth('ASTERUSDT', 10_000).bids.length).toBeLessThan(400)
    }
    await service.stop()
  }, 30_000)

  it('is the same to the byte for the same seed, and another for another', async () => {
    const run = async (seed: number) => {
      const { clock, events, service } = await openMarket(createSyntheticFeed(), { symbols, seed })
      void service.start()
      await clock.advance(20_000)
      await service.stop()
      return events.map((event) => JSON.stringify(event)).join('\n')
    }
    const first = await run(4)
    expect(await run(4)).toBe(first)
    expect(await run(5)).not.toBe(first)
  })

  it('stops when it is told to', async () => {
    const { clock, events, service } = await openMarket(createSyntheticFeed())
    void service.start()
    await clock.advance(1_000)
    await service.stop()
    const count = events.length
    await clock.advance(5_000)
    expect(events).toHaveLength(count)
    expect(clock.hasPending).toBe(false)
  })
})
