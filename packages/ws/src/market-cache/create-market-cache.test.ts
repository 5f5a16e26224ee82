import { createSeededRandom, createVirtualClock, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createStreamClient } from '../stream-client/create-stream-client.ts'
import type { StreamIncident } from '../stream-incident.ts'
import { createFakeExchange } from '../testing/fake-exchange.ts'
import { aggTrade, bookTicker, markPrice } from '../testing/payloads.ts'
import { createMarketCache } from './create-market-cache.ts'
import type { ClosedBar, MarketCacheKeep, MarketReads } from './market-cache.ts'

const minuteMs = 60_000
const startMs = 100 * minuteMs

const kline = (minute: number, isClosed: boolean, close = '5') => ({
  e: 'kline',
  E: 1,
  s: 'BTCUSDT',
  k: {
    t: minute * minuteMs,
    T: (minute + 1) * minuteMs - 1,
    s: 'BTCUSDT',
    i: '1m',
    f: 1,
    L: 2,
    o: '1',
    c: close,
    h: '9',
    l: '1',
    v: '0.1',
    n: 1,
    x: isClosed,
    q: '2',
    V: '1',
    Q: '1',
  },
})

const row = (minute: number) => ({
  openTime: minute * minuteMs,
  closeTime: (minute + 1) * minuteMs - 1,
  open: '1',
  high: String(minute),
  low: '0.5',
  close: '2',
  volume: '0.1',
  quoteVolume: '0.2',
  count: 3,
})

const restTrade = (id: number) => ({ a: String(id), p: '100', q: '1', f: '1', l: '1', T: startMs + id, m: false })

function setUp(keep: MarketCacheKeep, changed: Partial<MarketReads> = {}) {
  const clock = createVirtualClock({ startMs })
  const exchange = createFakeExchange(clock)
  const bars: ClosedBar[] = []
  const incidents: StreamIncident[] = []
  const asked: string[] = []
  const answer = async <Result>(name: string, result: Result): Promise<Result> => {
    asked.push(name)
    await sleep(clock, 20)
    return result
  }
  const reads: MarketReads = {
    getKlines({ startTime, limit }) {
      const now = Math.floor(clock.now() / minuteMs)
      const first = startTime === undefined ? now - limit + 1 : Math.ceil(startTime / minuteMs)
      return answer(
        `klines ${limit}`,
        Array.from({ length: now - first + 1 }, (_, index) => row(first + index)),
      )
    },
    getBookTicker: ({ symbol }) =>
      answer(`touch ${symbol}`, { bidPrice: '90', bidQty: '1', askPrice: '91', askQty: '2' }),
    getPremiumIndex: () =>
      answer('mark', {
        markPrice: '95',
        indexPrice: '94',
        estimatedSettlePrice: '0',
        lastFundingRate: '0.0001',
        nextFundingTime: 1,
        time: startMs,
      }),
    getAggTrades: ({ fromId }) =>
      answer(
        `trades ${fromId ?? 'newest'}`,
        [1, 2, 3].map((step) => restTrade(Number(fromId ?? 7) + step - 1)),
      ),
    getDepth: () => answer('depth', { lastUpdateId: 5, bids: [['90', '1']], asks: [['91', '2']] } as const),
    ...changed,
  }
  const streams = createStreamClient({
    connector: exchange.connector,
    clock,
    random: createSeededRandom(1),
    baseUrl: 'ws://paper.invalid',
  })
  const open = (symbols = ['BTCUSDT']) =>
    createMarketCache({
      streams,
      clock,
      random: createSeededRandom(2),
      symbols,
      keep,
      reads,
      onBar: (bar) => bars.push(bar),
      onIncident: (incident) => incidents.push(incident),
    })
  return { clock, exchange, streams, bars, incidents, asked, open }
}

describe('createMarketCache', () => {
  it('has everything once it is ready, read before the streams say anything, each with its age', async () => {
    const { clock, open } = setUp({ touch: true, mark: true, levels: 5, trades: 100, bars: { '1m': 60 } })
    const cache = open()
    expect(cache.touch('BTCUSDT')).toBeUndefined()
    await clock.runUntil(cache.ready)
    expect(cache.touch('BTCUSDT')).toMatchObject({ value: { bestBid: '90', bestAsk: '91' }, isLive: true })
    expect(cache.touch('BTCUSDT')!.ageMs).toBeGreaterThan(15)
    expect(cache.mark('BTCUSDT')?.value).toMatchObject({ markPrice: '95', fundingRate: '0.0001' })
    expect(cache.levels('BTCUSDT')?.value.bids).toEqual([['90', '1']])
    expect(cache.bars('BTCUSDT', '1m', 1_000)).toHaveLength(60)
    expect(cache.lastBar('BTCUSDT', '1m')?.value).toMatchObject({ openTimeMs: 99 * minuteMs, source: 'read' })
    expect(cache.runningBar('BTCUSDT', '1m')?.value.openTimeMs).toBe(100 * minuteMs)
    expect(cache.touch('ETHUSDT')).toBeUndefined()
    await clock.advance(5_000)
    expect(cache.touch('BTCUSDT')!.ageMs).toBeGreaterThan(5_000)
    cache.close()
  })

  it('takes the newer of what was read and what the stream says', async () => {
    const { clock, exchange, open } = setUp({ touch: true, mark: true })
    const cache = open()
    await clock.advance(10)
    exchange.publish('btcusdt@bookTicker', bookTicker(7, '99.0'))
    exchange.publish('btcusdt@markPrice@1s', markPrice(startMs - 1_000, '50'))
    await clock.runUntil(cache.ready)
    expect(cache.touch('BTCUSDT')?.value.bestBid).toBe('99.0')
    expect(cache.mark('BTCUSDT')?.value.markPrice).not.toBe(undefined)
    exchange.publish('btcusdt@bookTicker', bookTicker(6, '98.0'))
    await clock.advance(10)
    expect(cache.touch('BTCUSDT')?.value.bestBid).toBe('99.0')
    cache.close()
  })

  it('says that nothing is live while the connection is down, and reads the touch again after it', async () => {
    const { clock, exchange, open, asked } = setUp({ touch: true })
    const cache = open()
    await clock.runUntil(cache.ready)
    exchange.publish('btcusdt@bookTicker', bookTicker(7, '99.0'))
    await clock.advance(10)
    exchange.sockets[0]?.cut()
    await clock.advance(10)
    expect(cache.touch('BTCUSDT')).toMatchObject({ isLive: false, value: { bestBid: '99.0' } })
    await clock.advance(1_000)
    expect(cache.touch('BTCUSDT')).toMatchObject({ isLive: true, value: { bestBid: '90' } })
    expect(asked).toEqual(['touch BTCUSDT', 'touch BTCUSDT'])
    cache.close()
  })

  it('tells a bar once when it closes, and reads it when its closing frame is lost', async () => {
    const { clock, exchange, open, bars } = setUp({ bars: { '1m': 10 } })
    const cache = open()
    await clock.runUntil(cache.ready)
    exchange.publish('btcusdt@kline_1m', kline(100, false))
    await clock.advance(minuteMs)
    exchange.publish('btcusdt@kline_1m', kline(100, true))
    exchange.publish('btcusdt@kline_1m', kline(100, true))
    await clock.advance(minuteMs)
    exchange.sockets[0]?.cut()
    await clock.advance(5_000)
    expect(bars.map(({ openTimeMs, source }) => [openTimeMs / minuteMs, source])).toEqual([
      [100, 'stream'],
      [101, 'read'],
    ])
    expect(cache.rollingBar('BTCUSDT', '1m', 10)).toMatchObject({
      openTimeMs: 92 * minuteMs,
      closeTimeMs: 102 * minuteMs - 1,
      open: '1',
      close: '2',
      high: '101',
      volume: '1',
    })
    expect(cache.rollingBar('BTCUSDT', '1m', 11)).toBeUndefined()
    cache.close()
  })

  it('reads trades that the stream left out, and says from when on none is missing', async () => {
    const { clock, exchange, open, asked } = setUp({ trades: 100 })
    const cache = open()
    await clock.runUntil(cache.ready)
    const ids = () => cache.trades('BTCUSDT', minuteMs).value.map(({ aggregateTradeId }) => aggregateTradeId)
    expect(ids()).toEqual(['7', '8', '9'])
    const push = (id: number) => exchange.publish('btcusdt@aggTrade', { ...aggTrade(id), T: startMs + id })
    push(10)
    push(14)
    await clock.advance(2)
    expect(cache.trades('BTCUSDT', 100).isComplete).toBe(false)
    await clock.advance(50)
    expect(asked.at(-1)).toBe('trades 11')
    expect(ids()).toEqual(['7', '8', '9', '10', '11', '12', '13', '14'])
    await clock.advance(1_000)
    expect(cache.trades('BTCUSDT', 1_000)).toMatchObject({ isComplete: true, isLive: true })
    expect(cache.trades('BTCUSDT', 10 * minuteMs).isComplete).toBe(false)
    cache.close()
  })

  it('does not call trades complete after a gap before it has read what was traded in it', async () => {
    const { clock, exchange, open } = setUp({ trades: 100 })
    const cache = open()
    await clock.runUntil(cache.ready)
    await clock.advance(5_000)
    expect(cache.trades('BTCUSDT', 1_000)).toMatchObject({ isComplete: true })
    exchange.sockets[0]?.cut()
    await clock.runUntil(() => !cache.trades('BTCUSDT', 1_000).isLive)
    await clock.runUntil(() => cache.trades('BTCUSDT', 1_000).isLive)
    expect(cache.trades('BTCUSDT', 1_000).isComplete).toBe(false)
    await clock.advance(1_000)
    expect(cache.trades('BTCUSDT', 1_000).isComplete).toBe(true)
    cache.close()
  })

  it('takes no bar for closed while it is under way on the exchange, although our clock is ahead', async () => {
    const { clock, exchange, open, bars } = setUp({ bars: { '1m': 10 } })
    const cache = open()
    await clock.runUntil(cache.ready)
    const aheadMs = 5_000
    exchange.publish('btcusdt@kline_1m', { ...kline(100, false), E: clock.now() - aheadMs })
    await clock.advance(minuteMs + 4_000)
    expect(bars).toEqual([])
    exchange.publish('btcusdt@kline_1m', { ...kline(100, true, '7'), E: clock.now() - aheadMs })
    await clock.advance(10_000)
    expect(bars).toEqual([expect.objectContaining({ openTimeMs: 100 * minuteMs, close: '7', source: 'stream' })])
    cache.close()
  })

  it('does not ask for ever for trades that cannot be read', async () => {
    const other = setUp({ trades: 100 }, { getAggTrades: () => (other.asked.push('trades'), Promise.resolve([])) })
    const second = other.open()
    await other.clock.runUntil(second.ready)
    for (const id of [1, 2, 9, 10, 11, 12]) {
      other.exchange.publish('btcusdt@aggTrade', aggTrade(id))
      await other.clock.advance(100)
    }
    expect(other.asked).toHaveLength(4)
    second.close()
  })

  it('asks again until it is answered, a few calls at a time, for many symbols', async () => {
    let running = 0
    let most = 0
    let calls = 0
    const { clock, open, incidents } = setUp(
      { touch: true },
      {
        async getBookTicker() {
          most = Math.max(most, ++running)
          const mine = ++calls
          await sleep(clock, 20)
          running--
          if (mine < 10) throw new Error('away')
          return { bidPrice: '1', bidQty: '1', askPrice: '2', askQty: '1' }
        },
      },
    )
    const symbols = Array.from({ length: 30 }, (_, index) => `C${index}USDT`)
    const cache = open(symbols)
    await clock.runUntil(cache.ready)
    expect(symbols.every((symbol) => cache.touch(symbol)?.isLive)).toBe(true)
    expect(most).toBe(4)
    expect(incidents).toHaveLength(9)
    cache.close()
  })

  it('ends with nothing left running and nothing told any more', async () => {
    const { clock, exchange, streams, open, bars } = setUp({ touch: true, bars: { '1m': 10 }, trades: 10 })
    const cache = open()
    cache.close()
    await expect(cache.ready).rejects.toThrow('The market cache was closed')
    const second = open()
    await clock.runUntil(second.ready)
    second.close()
    exchange.publish('btcusdt@kline_1m', kline(100, true))
    await streams.close()
    await clock.advance(5 * minuteMs)
    expect(bars).toEqual([])
    expect(clock.hasPending).toBe(false)
  })
})
