import { type BookTickerEvent, streams } from '@aster/api'
import { createSeededRandom, createVirtualClock, ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { StreamGap } from '../stream-gap.ts'
import type { StreamIncident } from '../stream-incident.ts'
import { createFakeExchange } from '../testing/fake-exchange.ts'
import { aggTrade, bookTicker, markPrice } from '../testing/payloads.ts'
import { createStreamClient } from './create-stream-client.ts'
import type { StreamClientOptions } from './stream-client.ts'
import { watchers } from './watchers.ts'

const startMs = 1_700_000_000_000

function setUp(options: Partial<StreamClientOptions> = {}) {
  const clock = createVirtualClock({ startMs })
  const exchange = createFakeExchange(clock)
  const incidents: StreamIncident[] = []
  const client = createStreamClient({
    connector: exchange.connector,
    clock,
    random: createSeededRandom(1),
    baseUrl: 'ws://paper.invalid',
    onIncident: (incident) => incidents.push(incident),
    ...options,
  })
  return { clock, exchange, client, incidents }
}

const symbolOf = (index: number) => `S${index}USDT`

describe('createStreamClient', () => {
  it('carries every stream asked for at once on one connection, named in its URL', async () => {
    const { clock, exchange, client } = setUp()
    const touches: BookTickerEvent[] = []
    const subscription = client.watchBookTicker({ symbol: 'BTCUSDT' }, (event) => touches.push(event))
    client.watchAggTrades({ symbol: 'ETHUSDT' }, () => {})
    await clock.runUntil(subscription.ready)
    expect(exchange.sockets.map(({ url }) => url)).toEqual([
      'ws://paper.invalid/stream?streams=btcusdt@bookTicker/ethusdt@aggTrade',
    ])
    exchange.publish('btcusdt@bookTicker', bookTicker(7))
    await clock.advance(10)
    expect(touches).toEqual([expect.objectContaining({ type: 'bookTicker', updateId: 7, bestBid: '100.0' })])
    expect(subscription).toMatchObject({ state: 'live', streamName: 'btcusdt@bookTicker' })
  })

  it('subscribes later streams live, many in one frame, and hands no answer to a handler', async () => {
    const { clock, exchange, client } = setUp()
    const received: unknown[] = []
    await clock.runUntil(client.watchBookTicker({ symbol: 'BTCUSDT' }, (event) => received.push(event)).ready)
    const later = [1, 2, 3].map((index) =>
      client.watchBookTicker({ symbol: symbolOf(index) }, (event) => received.push(event)),
    )
    await clock.runUntil(Promise.all(later.map(({ ready }) => ready)))
    expect(exchange.sockets).toHaveLength(1)
    expect(exchange.sockets[0]?.sent.map(({ text }) => JSON.parse(text))).toEqual([
      {
        method: 'SUBSCRIBE',
        params: ['s1usdt@bookTicker', 's2usdt@bookTicker', 's3usdt@bookTicker'],
        id: 1,
      },
    ])
    exchange.publish('s2usdt@bookTicker', bookTicker(9, '1.0', 'S2USDT'))
    await clock.advance(10)
    expect(received).toEqual([expect.objectContaining({ symbol: 'S2USDT' })])
  })

  it('gives one stream to several handlers with one subscription and unsubscribes with the last', async () => {
    const { clock, exchange, client } = setUp()
    const counts = [0, 0]
    const keeper = client.watchMarkPrice({ symbol: 'BTCUSDT' }, () => {})
    const first = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => counts[0]!++)
    const second = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => counts[1]!++)
    await clock.runUntil(keeper.ready)
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await clock.advance(10)
    first.unsubscribe()
    exchange.publish('btcusdt@aggTrade', aggTrade(2))
    await clock.advance(10)
    expect(counts).toEqual([1, 2])
    expect(exchange.sockets[0]?.sent).toEqual([])
    second.unsubscribe()
    await clock.advance(10)
    expect(exchange.sockets[0]?.sent.map(({ text }) => JSON.parse(text))).toEqual([
      { method: 'UNSUBSCRIBE', params: ['btcusdt@aggTrade'], id: 1 },
    ])
    expect(first.state).toBe('closed')
  })

  it('splits streams over connections at 200 and stays under the message limit', async () => {
    const { clock, exchange, client } = setUp()
    const subscriptions = Array.from({ length: 450 }, (_, index) =>
      client.watchBookTicker({ symbol: symbolOf(index) }, () => {}),
    )
    await clock.runUntil(Promise.all(subscriptions.map(({ ready }) => ready)))
    expect(exchange.sockets.map(({ streams: carried }) => carried.size)).toEqual([200, 200, 50])
    for (let index = 450; index < 500; index++) {
      subscriptions.push(client.watchBookTicker({ symbol: symbolOf(index) }, () => {}))
      await clock.advance(20)
    }
    await clock.advance(20_000)
    expect(exchange.sockets).toHaveLength(3)
    expect(exchange.sockets[2]?.streams.size).toBe(100)
    const times = exchange.sockets[2]?.sent.map(({ atMs }) => atMs) ?? []
    for (const [index, atMs] of times.entries()) {
      const withinSecond = times.slice(0, index + 1).filter((other) => atMs - other < 1_000)
      expect(withinSecond.length).toBeLessThan(10)
    }
  })

  it('lets a failing handler, now or later, harm nobody', async () => {
    const { clock, exchange, client, incidents } = setUp()
    const received: number[] = []
    client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {
      throw new Error('handler')
    })
    client.watchBookTicker({ symbol: 'BTCUSDT' }, () => Promise.reject(new Error('handler, later')))
    const { ready } = client.watchBookTicker({ symbol: 'BTCUSDT' }, ({ updateId }) => received.push(updateId))
    await clock.runUntil(ready)
    exchange.publish('btcusdt@bookTicker', bookTicker(1))
    exchange.publish('btcusdt@bookTicker', bookTicker(2))
    await clock.advance(10)
    expect(received).toEqual([1, 2])
    expect(incidents.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'handlerFailed'))
    expect(exchange.open).toHaveLength(1)
  })

  it('refuses parameters that do not fit, with the field', () => {
    const { client } = setUp()
    const wrong = { symbol: 'BTCUSDT', levels: 7 } as unknown as { symbol: string; levels: 5 }
    expect(() => client.watchPartialDepth(wrong, () => {})).toThrow(ParameterError)
    expect(() => client.watchPartialDepth(wrong, () => {})).toThrow(/levels/)
    expect(() =>
      createStreamClient({
        ...setUp(),
        baseUrl: 'https://x/y',
        connector: createFakeExchange(createVirtualClock({ startMs })).connector,
      }),
    ).toThrow(ParameterError)
  })

  it('follows raw streams, each on a connection of its own that never carries another', async () => {
    const { clock, exchange, client } = setUp({ raw: true })
    const seen: string[] = []
    const touches = client.watchBookTicker({ symbol: 'BTCUSDT' }, ({ bestBid }) => seen.push(bestBid))
    const trades = client.watchAggTrades({ symbol: 'BTCUSDT' }, (event) => seen.push(event.aggregateTradeId))
    await clock.runUntil(Promise.all([touches.ready, trades.ready]))
    expect(exchange.open.map(({ url }) => url)).toEqual([
      'ws://paper.invalid/ws/btcusdt@bookTicker',
      'ws://paper.invalid/ws/btcusdt@aggTrade',
    ])
    exchange.publishUser('btcusdt@bookTicker', bookTicker(7))
    exchange.publishUser('btcusdt@aggTrade', aggTrade(5))
    await clock.advance(10)
    expect(seen.toSorted()).toEqual(['100.0', '5'])
    touches.unsubscribe()
    const others = client.watchAggTrades({ symbol: 'ETHUSDT' }, (event) => seen.push(event.aggregateTradeId))
    exchange.publishUser('btcusdt@bookTicker', bookTicker(8, '101.0'))
    await clock.runUntil(others.ready)
    expect(exchange.open.at(-1)?.url).toBe('ws://paper.invalid/ws/ethusdt@aggTrade')
    exchange.open.at(-1)?.cut()
    await clock.advance(1_000)
    expect(seen).toHaveLength(2)
    expect(others.state).toBe('live')
    await clock.advance(10_000)
    expect(exchange.open).toHaveLength(2)
  })

  it('has a stream again that it could not leave', async () => {
    const { clock, exchange, client } = setUp()
    const stay = client.watchMarkPrice({ symbol: 'BTCUSDT' }, () => {})
    const leave = client.watchForceOrders({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(Promise.all([stay.ready, leave.ready]))
    exchange.refusesLeaving = true
    leave.unsubscribe()
    await clock.advance(1)
    const again = client.watchForceOrders({ symbol: 'BTCUSDT' }, () => {})
    await clock.advance(100)
    expect(again.state).toBe('live')
    expect(client.connections).toEqual([expect.objectContaining({ state: 'live', opened: 1 })])
  })

  it('ends a subscription with its signal', async () => {
    const { clock, exchange, client } = setUp()
    const controller = new AbortController()
    const subscription = client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {}, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(subscription.ready).rejects.toThrow('enough')
    expect(subscription.state).toBe('closed')
    await clock.advance(5_000)
    expect(exchange.open).toHaveLength(0)
  })

  it('has a subscription function for every declared stream', () => {
    expect(Object.values(watchers).toSorted()).toEqual(Object.keys(streams).toSorted())
  })

  it('closes connections that carry nothing any more, and all of them on close', async () => {
    const { clock, exchange, client } = setUp()
    const subscription = client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(subscription.ready)
    subscription.unsubscribe()
    await clock.advance(5_000)
    expect(exchange.open).toHaveLength(0)
    const again = client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(again.ready)
    await client.close()
    await clock.advance(5_000)
    expect(exchange.open).toHaveLength(0)
    expect(again.state).toBe('closed')
    expect(clock.hasPending).toBe(false)
  })

  it('hands frames on unread', async () => {
    const { clock, exchange, client } = setUp()
    const frames: string[] = []
    const { ready } = client.watchFrames('btcusdt@something', (frame) => frames.push(frame))
    await clock.runUntil(ready)
    exchange.publish('btcusdt@something', { any: 1 })
    await clock.advance(10)
    expect(frames).toEqual(['{"stream":"btcusdt@something","data":{"any":1}}'])
  })
})

describe('a lost connection', () => {
  it('is replaced, carries the same streams again, and leaves a gap event with start and end', async () => {
    const { clock, exchange, client, incidents } = setUp()
    const gaps: StreamGap[] = []
    const states: string[] = []
    const options = { onGap: (gap: StreamGap) => gaps.push(gap), onState: (state: string) => states.push(state) }
    const { ready } = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, options)
    await clock.runUntil(ready)
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await clock.advance(1_000)
    exchange.sockets[0]?.cut()
    await clock.advance(1)
    expect(states).toEqual(['live', 'down'])
    await clock.advance(5_000)
    expect(exchange.open.map(({ url }) => url)).toEqual(['ws://paper.invalid/stream?streams=btcusdt@aggTrade'])
    expect(states).toEqual(['live', 'down', 'live'])
    expect(gaps).toHaveLength(1)
    expect(gaps[0]).toMatchObject({ reason: 'disconnected', stream: 'btcusdt@aggTrade' })
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(startMs + 10)
    expect(gaps[0]!.endMs).toBeGreaterThan(startMs + 1_000)
    expect(incidents.map(({ type }) => type)).toEqual(['connectionLost'])
  })

  it('has nothing of it applied any more', async () => {
    const { clock, exchange, client } = setUp()
    const received: string[] = []
    const { ready } = client.watchAggTrades({ symbol: 'BTCUSDT' }, (event) => received.push(event.aggregateTradeId))
    await clock.runUntil(ready)
    exchange.deliversLate = true
    exchange.delayMs = 100
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    exchange.sockets[0]?.cut()
    await clock.advance(5_000)
    expect(received).toEqual([])
  })

  it('is opened again ever more slowly while the exchange is away, and never given up', async () => {
    const { clock, exchange, client } = setUp()
    const { ready } = client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(ready)
    exchange.acceptsConnections = false
    exchange.sockets[0]?.cut()
    await clock.advance(600_000)
    const attempts = exchange.sockets.length
    expect(attempts).toBeGreaterThan(20)
    expect(attempts).toBeLessThan(60)
    exchange.acceptsConnections = true
    await clock.advance(31_000)
    expect(exchange.open).toHaveLength(1)
  })

  it('is noticed when it is half open: pings stay without an answer', async () => {
    const { clock, exchange, client, incidents } = setUp()
    const { ready } = client.watchForceOrders({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(ready)
    await clock.advance(120_000)
    expect(exchange.sockets).toHaveLength(1)
    expect(exchange.sockets[0]?.pings).toBeGreaterThan(5)
    exchange.answersPings = false
    await clock.advance(30_000)
    expect(exchange.sockets.length).toBeGreaterThan(1)
    expect(incidents[0]?.message).toContain('no answer to a ping')
  })

  it('is replaced when a subscription gets no answer', async () => {
    const { clock, exchange, client, incidents } = setUp()
    await clock.runUntil(client.watchMarkPrice({ symbol: 'BTCUSDT' }, () => {}).ready)
    exchange.answersFrames = false
    const late = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {})
    await clock.advance(9_000)
    expect(late.state).toBe('connecting')
    await clock.runUntil(late.ready)
    expect(exchange.sockets).toHaveLength(2)
    expect(incidents.map(({ type }) => type)).toContain('unanswered')
  })
})

describe('a silent stream', () => {
  it('is called stale and its connection replaced although pings are answered', async () => {
    const { clock, exchange, client, incidents } = setUp()
    const gaps: StreamGap[] = []
    const states: string[] = []
    const { ready } = client.watchMarkPrice({ symbol: 'BTCUSDT' }, () => {}, {
      onGap: (gap) => gaps.push(gap),
      onState: (state) => states.push(state),
    })
    await clock.runUntil(ready)
    exchange.publish('btcusdt@markPrice', markPrice(startMs))
    await clock.advance(17_000)
    expect(states).toEqual(['live', 'stale'])
    expect(exchange.open).toHaveLength(2)
    await clock.advance(10_000)
    expect(exchange.open).toHaveLength(1)
    expect(states).toEqual(['live', 'stale', 'live'])
    expect(gaps).toEqual([expect.objectContaining({ reason: 'silence' })])
    expect(incidents.map(({ type }) => type)).toEqual(['silence'])
  })

  it('is given more time after each replacement, so that a quiet market is not hammered', async () => {
    const { clock, exchange, client } = setUp()
    await clock.runUntil(client.watchMarkPrice({ symbol: 'BTCUSDT' }, () => {}).ready)
    await clock.advance(3_600_000)
    expect(exchange.sockets.length).toBeLessThan(12)
  })
})

describe('bad frames', () => {
  it('are counted as a gap of their stream and the next one is read', async () => {
    const { clock, exchange, client, incidents } = setUp()
    const gaps: string[] = []
    const received: string[] = []
    const options = { onGap: (gap: StreamGap) => gaps.push(`${gap.stream} ${gap.reason}`) }
    client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {}, options)
    const handler = ({ aggregateTradeId }: { aggregateTradeId: string }) => received.push(aggregateTradeId)
    await clock.runUntil(client.watchAggTrades({ symbol: 'BTCUSDT' }, handler, options).ready)
    const [socket] = exchange.sockets
    socket?.push('{"stream":"btcusdt@aggTrade","data":{"e":"aggTr')
    socket?.push('{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade"}}')
    socket?.push('{"str')
    socket?.push('{"unknown":1}')
    exchange.publish('btcusdt@aggTrade', aggTrade(5))
    await clock.advance(10)
    expect(gaps).toEqual([
      'btcusdt@aggTrade badFrame',
      'btcusdt@aggTrade badFrame',
      'btcusdt@bookTicker badFrame',
      'btcusdt@aggTrade badFrame',
      'btcusdt@bookTicker badFrame',
      'btcusdt@aggTrade badFrame',
    ])
    expect(received).toEqual(['5'])
    expect(incidents.map(({ type }) => type)).toEqual(['badFrame', 'badFrame', 'badFrame', 'badFrame'])
    expect(exchange.open).toHaveLength(1)
  })

  it('that name a stream nobody asked for may be of any stream; those of a stream just left are none of them', async () => {
    const { clock, exchange, client, incidents } = setUp()
    const gaps: string[] = []
    client.watchBookTicker({ symbol: 'BTCUSDT' }, () => {}, { onGap: (gap) => gaps.push(gap.stream) })
    const trades = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(trades.ready)
    trades.unsubscribe()
    await clock.advance(10)
    exchange.sockets[0]?.push('{"stream":"btcusdt@aggTrade","data":{}}')
    await clock.advance(10)
    expect(gaps).toEqual([])
    exchange.sockets[0]?.push('{"stream":"btcusdt@bookTicxer","data":{}}')
    await clock.advance(10)
    expect(gaps).toEqual(['btcusdt@bookTicker'])
    expect(incidents.map(({ type }) => type)).toEqual(['badFrame'])
  })

  it('aside, events whose numbers leave something out end in a gap since the event before', async () => {
    const { clock, exchange, client } = setUp()
    const gaps: StreamGap[] = []
    const { ready } = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, { onGap: (gap) => gaps.push(gap) })
    await clock.runUntil(ready)
    for (const id of [5, 6, 6, 5, 7]) exchange.publish('btcusdt@aggTrade', aggTrade(id))
    await clock.advance(10)
    const lastMs = clock.now()
    await clock.advance(1_000)
    exchange.publish('btcusdt@aggTrade', aggTrade(9))
    exchange.publish('btcusdt@aggTrade', aggTrade(10))
    await clock.advance(10)
    expect(gaps).toEqual([expect.objectContaining({ reason: 'missing' })])
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(lastMs)
  })

  it('are not missed by somebody who was not there', async () => {
    const { clock, exchange, client } = setUp()
    const gaps: StreamGap[] = []
    const frames: string[] = []
    const follow = () => client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, { onGap: (gap) => gaps.push(gap) })
    const name = 'btcusdt@aggTrade'
    client.watchFrames(name, (frame) => frames.push(frame), { onGap: (gap) => gaps.push(gap) })
    const first = follow()
    await clock.runUntil(first.ready)
    exchange.publish(name, aggTrade(1))
    await clock.advance(10)
    first.unsubscribe()
    for (const id of [2, 3, 4]) exchange.publish(name, aggTrade(id))
    await clock.advance(10)
    follow()
    for (const id of [5, 6]) exchange.publish(name, aggTrade(id))
    await clock.advance(10)
    expect(frames).toHaveLength(6)
    expect(gaps).toEqual([])
  })

  it('are dated rightly although the wall clock was set back since the event before', async () => {
    const { clock, exchange, client } = setUp()
    const gaps: StreamGap[] = []
    const { ready } = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, { onGap: (gap) => gaps.push(gap) })
    await clock.runUntil(ready)
    exchange.publish('btcusdt@aggTrade', aggTrade(5))
    await clock.advance(10)
    clock.stepWallClock(-3_600_000)
    const lastMs = clock.now()
    await clock.advance(1_000)
    exchange.publish('btcusdt@aggTrade', aggTrade(9))
    await clock.advance(10)
    expect(gaps).toHaveLength(1)
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(lastMs)
    expect(gaps[0]!.startMs).toBeGreaterThan(lastMs - 100)
  })

  it('do not cost an id its digits', async () => {
    const { clock, exchange, client } = setUp()
    const received: string[] = []
    const { ready } = client.watchAggTrades({ symbol: 'BTCUSDT' }, (event) => received.push(event.aggregateTradeId))
    await clock.runUntil(ready)
    const text = JSON.stringify(aggTrade(1)).replace('"a":1,', '"a":9007199254740993,')
    exchange.sockets[0]?.push(`{"stream":"btcusdt@aggTrade","data":${text}}`)
    exchange.sockets[0]?.push(`{"data":${JSON.stringify(aggTrade(2))},"stream":"btcusdt@aggTrade"}`)
    await clock.advance(10)
    expect(received).toEqual(['9007199254740993', '2'])
  })
})
