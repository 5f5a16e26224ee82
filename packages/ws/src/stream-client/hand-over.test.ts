import { createSeededRandom, createVirtualClock } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { StreamGap } from '../stream-gap.ts'
import { createFakeExchange } from '../testing/fake-exchange.ts'
import { aggTrade } from '../testing/payloads.ts'
import { createHandOver } from './create-hand-over.ts'
import { createStreamClient } from './create-stream-client.ts'
import type { StreamTiming } from './stream-timing.ts'

interface Numbered {
  readonly sequence: number
}

describe('createHandOver', () => {
  it('gives every event once and in order, whichever connection is ahead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.array(fc.boolean(), { minLength: 80, maxLength: 120 }),
        (newStartsAt, turns) => {
          const received: number[] = []
          const handOver = createHandOver<Numbered>(
            { sequenceOf: (event) => event.sequence, isUnique: true },
            (event) => received.push(event.sequence),
          )
          let old = 0
          let young = newStartsAt
          for (const isOld of turns) {
            if (isOld) handOver.acceptOld({ sequence: old++ }, '')
            else handOver.acceptNew({ sequence: young++ }, '')
          }
          while (old <= newStartsAt) handOver.acceptOld({ sequence: old++ }, '')
          expect(handOver.isJoined).toBe(true)
          handOver.finish()
          handOver.acceptNew({ sequence: Math.max(old, young) }, '')
          const last = Math.max(old, young) - 1
          expect(received.slice(0, last + 1)).toEqual(Array.from({ length: last + 1 }, (_, index) => index))
        },
      ),
    )
  })

  it('keeps events apart that share a sequence, by their text', () => {
    const received: string[] = []
    const handOver = createHandOver<Numbered>({ sequenceOf: (event) => event.sequence, isUnique: false }, (_, frame) =>
      received.push(frame),
    )
    handOver.acceptOld({ sequence: 1 }, 'a')
    handOver.acceptOld({ sequence: 1 }, 'b')
    handOver.acceptNew({ sequence: 1 }, 'b')
    handOver.acceptNew({ sequence: 1 }, 'c')
    handOver.acceptOld({ sequence: 1 }, 'c')
    handOver.acceptNew({ sequence: 2 }, 'd')
    expect(received).toEqual(['a', 'b', 'c', 'd'])
  })

  it('says so when the overlap was not seen', () => {
    const received: number[] = []
    const order = { sequenceOf: (event: Numbered) => event.sequence, isUnique: true }
    const handOver = createHandOver<Numbered>(order, (event) => received.push(event.sequence))
    handOver.acceptOld({ sequence: 1 }, '')
    handOver.acceptNew({ sequence: 5 }, '')
    expect(handOver.isHolding).toBe(true)
    handOver.finish()
    expect(received).toEqual([1, 5])
  })
})

describe('the hand-over before the exchange cuts a connection', () => {
  const dayMs = 24 * 3_600_000

  function setUp(timing: Partial<StreamTiming> = {}) {
    const clock = createVirtualClock({ startMs: 0 })
    const exchange = createFakeExchange(clock)
    const gaps: StreamGap[] = []
    const received: number[] = []
    const client = createStreamClient({
      connector: exchange.connector,
      clock,
      random: createSeededRandom(1),
      baseUrl: 'ws://paper.invalid',
      timing,
    })
    const onTrade = (event: { readonly aggregateTradeId: string }) => received.push(Number(event.aggregateTradeId))
    const onGap = (gap: StreamGap) => gaps.push(gap)
    const subscription = client.watchAggTrades({ symbol: 'BTCUSDT' }, onTrade, { onGap })
    return { clock, exchange, client, subscription, gaps, received }
  }

  it('comes in time', async () => {
    const { clock, exchange } = setUp()
    const openedAtMs = new Map<unknown, number>()
    for (let hour = 0; hour < 80; hour++) {
      for (const socket of exchange.open) {
        if (!openedAtMs.has(socket)) openedAtMs.set(socket, clock.now())
        expect(clock.now() - (openedAtMs.get(socket) ?? 0)).toBeLessThan(dayMs)
      }
      await clock.advance(3_600_000)
    }
    expect(exchange.sockets).toHaveLength(4)
    expect(exchange.open).toHaveLength(1)
  })

  it('loses no event and repeats none', async () => {
    const { clock, exchange, gaps, received } = setUp({ replaceAfterMs: 600_000 })
    let id = 0
    const tick = () => {
      exchange.publish('btcusdt@aggTrade', aggTrade(++id))
      exchange.delayMs = 1 + (id % 7) * 300
      clock.schedule(2_200, tick)
    }
    clock.schedule(100, tick)
    await clock.advance(20 * 600_000)
    expect(exchange.sockets.length).toBeGreaterThan(15)
    expect(gaps).toEqual([])
    expect(received.length).toBeGreaterThan(5_000)
    expect(received).toEqual(received.map((_, index) => index + 1))
  })

  it('goes on with the old connection when the new one fails, and tries again', async () => {
    const { clock, exchange, gaps, received } = setUp()
    await clock.advance(22 * 3_600_000)
    exchange.acceptsConnections = false
    await clock.advance(1.5 * 3_600_000)
    expect(exchange.sockets.length).toBeGreaterThan(2)
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await clock.advance(100)
    exchange.acceptsConnections = true
    await clock.advance(20 * 60_000)
    exchange.publish('btcusdt@aggTrade', aggTrade(2))
    await clock.advance(100)
    expect(exchange.open).toHaveLength(1)
    expect(exchange.sockets[0]?.isOpen).toBe(false)
    expect(received).toEqual([1, 2])
    expect(gaps).toEqual([])
  })

  it('names a gap from the moment at which the dead connection was last heard', async () => {
    const { clock, exchange, gaps } = setUp({ overlapMs: 60_000 })
    await clock.runUntil(() => exchange.open.length === 2, { limitMs: dayMs })
    const [old, young] = exchange.open
    const deadFromMs = clock.now()
    exchange.answersPings = false
    for (let id = 1; id <= 6; id++) {
      young?.push(`{"stream":"btcusdt@aggTrade","data":${JSON.stringify(aggTrade(id))}}`)
      await clock.advance(5_000)
    }
    expect(old?.isOpen).toBe(false)
    expect(gaps).toEqual([expect.objectContaining({ reason: 'handOver' })])
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(deadFromMs)
  })

  it('names a gap of a stream that says little when the old connection was dead before the new one opened', async () => {
    const { clock, exchange, client } = setUp({ replaceAfterMs: 600_000 })
    const liquidations: StreamGap[] = []
    const { ready } = client.watchForceOrders({ symbol: 'BTCUSDT' }, () => {}, {
      onGap: (gap) => liquidations.push(gap),
    })
    await clock.runUntil(ready)
    await clock.runUntil(() => exchange.sockets.length === 2)
    const deadFromMs = clock.now()
    exchange.sockets[0]!.isDeaf = true
    await clock.advance(60_000)
    expect(exchange.open).toHaveLength(1)
    expect(liquidations).toEqual([expect.objectContaining({ reason: 'handOver' })])
    expect(liquidations[0]!.startMs).toBeLessThanOrEqual(deadFromMs)
  })

  it('ends in time also after every stream was left in the middle of the one before', async () => {
    const { clock, exchange, client, subscription } = setUp()
    await clock.runUntil(() => exchange.open.length === 2, { limitMs: dayMs })
    await clock.advance(100)
    subscription.unsubscribe()
    await clock.advance(5_000)
    expect(exchange.open).toEqual([])
    client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {})
    await clock.runUntil(() => exchange.open.length === 2, { limitMs: dayMs })
    await clock.advance(10_000)
    expect(exchange.open).toHaveLength(1)
  })

  it('repeats nothing that the failed new connection has already delivered', async () => {
    const { clock, exchange, received } = setUp()
    const [old] = exchange.sockets.length === 0 ? (await clock.advance(10), exchange.sockets) : exchange.sockets
    await clock.runUntil(() => exchange.open.length === 2, { limitMs: dayMs })
    const young = exchange.open[1]
    const push = (socket: typeof young, id: number) =>
      socket?.push(`{"stream":"btcusdt@aggTrade","data":${JSON.stringify(aggTrade(id))}}`)
    push(old, 1)
    push(young, 1)
    push(young, 2)
    push(young, 3)
    await clock.advance(10)
    young?.cut()
    push(old, 2)
    push(old, 3)
    push(old, 4)
    await clock.advance(10)
    expect(received).toEqual([1, 2, 3, 4])
  })

  it('takes the new connection at once when the old one dies in between, and names a gap unless both overlapped', async () => {
    const unproved = setUp()
    await unproved.clock.runUntil(() => unproved.exchange.open.length === 2, { limitMs: dayMs })
    await unproved.clock.advance(100)
    unproved.exchange.sockets[0]?.cut()
    await unproved.clock.advance(10)
    unproved.exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await unproved.clock.advance(10)
    expect(unproved.received).toEqual([1])
    expect(unproved.gaps).toEqual([expect.objectContaining({ reason: 'handOver' })])
    expect(unproved.exchange.open).toHaveLength(1)

    const proved = setUp()
    await proved.clock.runUntil(() => proved.exchange.open.length === 2, { limitMs: dayMs })
    await proved.clock.advance(100)
    proved.exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await proved.clock.advance(10)
    proved.exchange.sockets[0]?.cut()
    proved.exchange.publish('btcusdt@aggTrade', aggTrade(2))
    await proved.clock.advance(10)
    expect(proved.received).toEqual([1, 2])
    expect(proved.gaps).toEqual([])
  })
})
