import { createSeededRandom, createVirtualClock, ParameterError, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createStreamClient } from '../stream-client/create-stream-client.ts'
import type { StreamIncident } from '../stream-incident.ts'
import { createFakeExchange } from '../testing/fake-exchange.ts'
import type { BookSnapshot } from './create-book-replica.ts'
import { createLocalOrderBook } from './create-local-order-book.ts'
import type { LocalOrderBookOptions } from './local-order-book.ts'

type Levels = readonly (readonly [string, string])[]

const stream = 'btcusdt@depth@100ms'

function setUp(options: Partial<LocalOrderBookOptions> = {}) {
  const clock = createVirtualClock({ startMs: 0 })
  const exchange = createFakeExchange(clock)
  const incidents: StreamIncident[] = []
  const streams = createStreamClient({
    connector: exchange.connector,
    clock,
    random: createSeededRandom(1),
    baseUrl: 'ws://paper.invalid',
  })
  const truth: { lastUpdateId: number; bids: Levels; asks: Levels } = {
    lastUpdateId: 100,
    bids: [
      ['99', '1'],
      ['98', '2'],
      ['97', '3'],
    ],
    asks: [
      ['101', '4'],
      ['102', '5'],
      ['103', '6'],
    ],
  }
  const asked = { snapshots: 0, failing: false, delayMs: 5 }
  const book = createLocalOrderBook({
    streams,
    clock,
    random: createSeededRandom(2),
    symbol: 'BTCUSDT',
    tickSize: '1',
    stepSize: '1',
    async getSnapshot(): Promise<BookSnapshot> {
      asked.snapshots++
      const snapshot = { ...truth }
      await sleep(clock, asked.delayMs)
      if (asked.failing) throw new Error('away')
      return snapshot
    },
    onIncident: (incident) => incidents.push(incident),
    ...options,
  })
  const states: string[] = [book.state]
  book.onChange(({ state }) => {
    if (states.at(-1) !== state) states.push(state)
  })
  let previous = 100
  const nextDiff = (bids: Levels, asks: Levels = []) => {
    const last = previous + 10
    const data = {
      e: 'depthUpdate',
      E: clock.now(),
      T: 0,
      s: 'BTCUSDT',
      U: previous + 3,
      u: last,
      pu: previous,
      b: bids,
      a: asks,
    }
    previous = last
    return data
  }
  const publish = (bids: Levels, asks: Levels = []) => exchange.publish(stream, nextDiff(bids, asks))
  /** Goes live in the usual way: a snapshot, then an event that joins it. */
  const goLive = async () => {
    await clock.advance(100)
    publish([['99', '2']])
    await clock.advance(5)
    expect(book.state).toBe('live')
  }
  return { clock, exchange, streams, truth, asked, states, incidents, book, publish, nextDiff, goLive }
}

describe('createLocalOrderBook', () => {
  it('is syncing, then live once an event has joined the snapshot', async () => {
    const { clock, book, states, publish } = setUp()
    expect(book.state).toBe('syncing')
    expect(book.bestBid).toBeUndefined()
    await clock.advance(50)
    expect(book.state).toBe('syncing')
    publish([
      ['99', '7'],
      ['98', '0'],
    ])
    await clock.runUntil(book.ready)
    expect(states).toEqual(['syncing', 'live'])
    expect(book.bestBid).toEqual({ price: '99', quantity: '7', ticks: 99, lots: 7 })
    expect(book.bestAsk).toEqual({ price: '101', quantity: '4', ticks: 101, lots: 4 })
    expect(book).toMatchObject({ bestBidTicks: 99, bestBidLots: 7, bestAskTicks: 101, bestAskLots: 4, syncs: 1 })
    expect(book.depth(2)).toEqual({
      bids: [expect.objectContaining({ price: '99' }), expect.objectContaining({ price: '97' })],
      asks: [expect.objectContaining({ price: '101' }), expect.objectContaining({ price: '102' })],
    })
  })

  it('goes live on a quiet market when a second snapshot finds nothing changed', async () => {
    const { clock, book, asked } = setUp()
    await clock.runUntil(book.ready, { limitMs: 5_000 })
    expect(asked.snapshots).toBe(2)
    expect(book.bestBid?.price).toBe('99')
  })

  it('applies what came while the snapshot was under way', async () => {
    const { clock, book, asked, publish } = setUp()
    asked.delayMs = 1_000
    await clock.advance(100)
    publish([['99', '7']])
    publish([['100', '1']])
    await clock.runUntil(book.ready)
    expect(book.bestBid).toMatchObject({ price: '100', quantity: '1' })
    expect(asked.snapshots).toBe(1)
    expect(book.lastUpdateId).toBe(120)
  })

  it('computes prices for sizes, imbalance, micro price and the queue ahead', async () => {
    const { book, goLive } = setUp()
    await goLive()
    expect(book.midPrice()).toBe(100)
    expect(book.microPrice()).toBeCloseTo((99 * 4 + 101 * 2) / 6, 10)
    expect(book.imbalance(1)).toBeCloseTo((2 - 4) / 6, 10)
    expect(book.averagePrice('BUY', '6')).toBeCloseTo((101 * 4 + 102 * 2) / 6, 10)
    expect(book.averagePrice('SELL', 3)).toBeCloseTo((99 * 2 + 98) / 3, 10)
    expect(book.averagePrice('BUY', '1000')).toBeUndefined()
    expect(book.queueAhead('BUY', '98')).toBe('4')
    expect(book.queueAhead('SELL', '101.5')).toBe('4')
    expect(book.queueAhead('SELL', '90')).toBe('0')
  })

  it('has an age that grows until the next event', async () => {
    const { clock, book, publish, goLive } = setUp()
    expect(book.ageMs).toBe(Infinity)
    await goLive()
    await clock.advance(700)
    expect(book.ageMs).toBeGreaterThanOrEqual(700)
    publish([])
    await clock.advance(5)
    expect(book.ageMs).toBeLessThan(10)
  })

  it('tells every change, and is not harmed by a handler that throws', async () => {
    const { clock, book, publish, goLive, incidents } = setUp()
    await goLive()
    let changes = 0
    const end = book.onChange(() => {
      changes++
      throw new Error('handler')
    })
    publish([['99', '3']])
    publish([['99', '4']])
    await clock.advance(5)
    end()
    publish([['99', '5']])
    await clock.advance(5)
    expect(changes).toBe(2)
    expect(book.bestBid?.quantity).toBe('5')
    expect(incidents.map(({ type }) => type)).toEqual(['handlerFailed', 'handlerFailed'])
  })

  it('refuses to start without steps', () => {
    const { clock, streams } = setUp()
    const getSnapshot = () => Promise.reject(new Error('unused'))
    expect(() => createLocalOrderBook({ streams, clock, symbol: 'BTCUSDT', getSnapshot })).toThrow(ParameterError)
  })

  it('ends with nothing left running', async () => {
    const { clock, book, streams, goLive } = setUp()
    await goLive()
    book.close()
    expect(book.state).toBe('closed')
    expect(book.bestBid).toBeUndefined()
    await streams.close()
    await clock.advance(10_000)
    expect(clock.hasPending).toBe(false)
  })
})

describe('a book that may be wrong', () => {
  it('is syncing from a missing event on and live again after a snapshot, with what came meanwhile', async () => {
    const { clock, book, truth, states, publish, nextDiff, goLive } = setUp()
    await goLive()
    nextDiff([['98', '9']])
    publish([['100', '1']])
    await clock.advance(2)
    expect(book.state).toBe('syncing')
    expect(book.bestBid).toBeUndefined()
    publish([['100', '2']])
    Object.assign(truth, {
      lastUpdateId: 130,
      bids: [
        ['100', '1'],
        ['99', '2'],
        ['98', '9'],
        ['97', '3'],
      ],
    })
    await clock.advance(2_000)
    expect(states).toEqual(['syncing', 'live', 'syncing', 'live'])
    expect(book.depth(3).bids.map(({ price, quantity }) => `${price} ${quantity}`)).toEqual(['100 2', '99 2', '98 9'])
  })

  it('takes snapshots again while they are too old', async () => {
    const { clock, book, truth, asked, publish, goLive, nextDiff } = setUp()
    await goLive()
    nextDiff([])
    nextDiff([])
    publish([['99', '8']])
    await clock.advance(3_000)
    expect(book.state).toBe('syncing')
    expect(asked.snapshots).toBeGreaterThan(2)
    expect(asked.snapshots).toBeLessThan(12)
    truth.lastUpdateId = 135
    await clock.runUntil(() => book.state === 'live', { limitMs: 12_000 })
    expect(book.bestBid?.quantity).toBe('8')
  })

  it('is stale while the connection is down, and rebuilt after it', async () => {
    const { clock, exchange, book, truth, states, goLive, publish } = setUp()
    await goLive()
    exchange.acceptsConnections = false
    exchange.sockets[0]?.cut()
    await clock.advance(2)
    expect(book.state).toBe('stale')
    expect(book.bestBid).toBeUndefined()
    expect(book.view(1).bids[0]?.price).toBe('99')
    exchange.acceptsConnections = true
    await clock.runUntil(() => exchange.open.length === 1)
    truth.lastUpdateId = 110
    publish([['99', '6']])
    await clock.runUntil(() => book.state === 'live', { limitMs: 5_000 })
    expect(states).toEqual(['syncing', 'live', 'stale', 'syncing', 'live'])
    expect(book.bestBid?.quantity).toBe('6')
  })

  it('is doubted after a frame that could belong to any stream, until the next event fits', async () => {
    const { clock, exchange, book, publish, goLive } = setUp()
    await goLive()
    exchange.sockets[0]?.push('{"stre')
    await clock.advance(1)
    expect(book.state).toBe('syncing')
    publish([['99', '3']])
    await clock.advance(2)
    expect(book.state).toBe('live')
    expect(book.bestBid?.quantity).toBe('3')
  })

  it('keeps asking while snapshots fail, ever more slowly', async () => {
    const { clock, book, asked, incidents, publish } = setUp()
    asked.failing = true
    await clock.advance(60_000)
    expect(asked.snapshots).toBeGreaterThan(5)
    expect(asked.snapshots).toBeLessThan(20)
    expect(incidents[0]).toMatchObject({ type: 'snapshotFailed' })
    asked.failing = false
    publish([['99', '3']])
    await clock.runUntil(() => book.state === 'live', { limitMs: 15_000 })
  })

  it('asks for the rules again when the tick size changes', async () => {
    const { clock, book, truth, goLive, publish, incidents } = setUp({
      getRules: () => Promise.resolve({ tickSize: '0.5', stepSize: '1' } as never),
    })
    await goLive()
    publish([['99.5', '1']])
    await clock.advance(2)
    expect(book.state).toBe('syncing')
    Object.assign(truth, {
      lastUpdateId: 120,
      bids: [
        ['99.5', '1'],
        ['99', '2'],
      ],
    })
    publish([['98.5', '4']])
    await clock.runUntil(() => book.state === 'live', { limitMs: 5_000 })
    expect(book.bestBid).toMatchObject({ price: '99.5', ticks: 199 })
    expect(incidents.map(({ type }) => type)).toContain('bookBroken')
  })
})

describe('a book that is audited', () => {
  const ticker = (u: number, b: string, B: string) => ({
    e: 'bookTicker',
    u,
    E: 1,
    T: 1,
    s: 'BTCUSDT',
    b,
    B,
    a: '101',
    A: '4',
  })

  it('is built anew when its touch is another one than the exchange reports for the same id', async () => {
    const { clock, exchange, book, truth, goLive, publish, incidents } = setUp({ audit: true })
    await goLive()
    const push = (u: number, b: string, B: string) => exchange.publish('btcusdt@bookTicker', ticker(u, b, B))
    push(108, '99', '2')
    publish([['98', '7']])
    push(121, '99', '2')
    await clock.advance(10)
    expect(book.audited).toBe(2)
    expect(incidents).toEqual([])
    // A sound frame with a wrong number in it: 5 where the exchange has 3.
    publish([['99', '5']])
    push(125, '99', '3')
    truth.lastUpdateId = 130
    truth.bids = [['99', '3']]
    push(133, '99', '4')
    await clock.advance(3)
    expect(book.state).toBe('syncing')
    expect(incidents.map(({ type }) => type)).toEqual(['bookBroken'])
    await clock.advance(50)
    publish([['97', '1']])
    await clock.advance(10)
    expect(book.state).toBe('live')
    expect(book.bestBid).toMatchObject({ price: '99', quantity: '3' })
  })

  it('is not doubted for tickers that were lost with their connection', async () => {
    const { clock, exchange, book, goLive, publish, incidents } = setUp({ audit: true })
    await goLive()
    exchange.publish('btcusdt@bookTicker', ticker(108, '99', '2'))
    await clock.advance(5)
    exchange.sockets[0]?.cut()
    await clock.advance(2_000)
    publish([['99', '9']])
    exchange.publish('btcusdt@bookTicker', ticker(300, '99', '1'))
    await clock.advance(10)
    expect(book.audited).toBe(0)
    expect(incidents.filter(({ type }) => type === 'bookBroken')).toEqual([])
  })
})

describe('the end of what a snapshot shows', () => {
  const range = (from: number, step: number): Levels =>
    Array.from({ length: 20 }, (_, index) => [String(from + index * step), '1'])

  it('bounds what is told, and a new snapshot is taken before it is reached', async () => {
    const { clock, book, truth, asked, publish } = setUp()
    Object.assign(truth, { bids: range(200, -1), asks: range(201, 1) })
    await clock.advance(100)
    publish([['150', '5']])
    await clock.runUntil(book.ready)
    expect(asked.snapshots).toBe(1)
    expect(book.countLevels('BUY')).toBe(20)
    expect(book.depth(100).bids).toHaveLength(20)
    expect(book.queueAhead('BUY', '170')).toBeUndefined()
    expect(book.averagePrice('SELL', 21)).toBeUndefined()
    publish(
      range(200, -1)
        .slice(0, 19)
        .map(([price]) => [price, '0']),
    )
    Object.assign(truth, { lastUpdateId: 120, bids: range(181, -1) })
    await clock.advance(100)
    expect(asked.snapshots).toBe(2)
    expect(book.state).toBe('live')
    expect(book.countLevels('BUY')).toBe(20)
    expect(book.bestBid?.price).toBe('181')
  })

  it('is not live once the best price lies beyond it', async () => {
    const { clock, book, truth, asked, publish } = setUp()
    Object.assign(truth, { bids: range(200, -1), asks: range(201, 1) })
    await clock.advance(100)
    publish([['150', '5']])
    await clock.runUntil(book.ready)
    asked.failing = true
    publish(range(200, -1).map(([price]) => [price, '0']))
    await clock.advance(2)
    expect(book.state).toBe('syncing')
    asked.failing = false
    Object.assign(truth, {
      lastUpdateId: 120,
      bids: [
        ['170', '1'],
        ['150', '5'],
      ],
    })
    await clock.runUntil(() => book.state === 'live', { limitMs: 5_000 })
    expect(book.bestBid?.price).toBe('170')
  })
})
