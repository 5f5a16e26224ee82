import { parseUserEvent, type UserEvent } from '@aster/api'
import { createSeededRandom, createVirtualClock, RejectedError, sleep, TransportError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { StreamIncident } from '../stream-incident.ts'
import { createFakeExchange } from '../testing/fake-exchange.ts'
import { accountUpdate, orderUpdate } from '../testing/payloads.ts'
import { createUserStream } from './create-user-stream.ts'
import type { UserStreamEvent, UserStreamGap, UserStreamOptions } from './user-stream.ts'

const startMs = 1_700_000_000_000
const noSuchKey = new RejectedError('keepAliveListenKey', { code: -1125, status: 400, reason: 'no such key' })

function setUp(options: Partial<UserStreamOptions> = {}) {
  const clock = createVirtualClock({ startMs })
  const exchange = createFakeExchange(clock)
  const calls: string[] = []
  const account = { key: 'key-1' as string | undefined, keys: 1, failing: undefined as Error | undefined }
  const events: UserStreamEvent[] = []
  const gaps: UserStreamGap[] = []
  const incidents: StreamIncident[] = []
  const missed: UserEvent[] = []
  const call = (name: string) => {
    calls.push(name)
    if (account.failing !== undefined) throw account.failing
  }
  const stream = createUserStream({
    connector: exchange.connector,
    clock,
    random: createSeededRandom(1),
    baseUrl: 'ws://paper.invalid',
    listenKey: {
      async create() {
        await sleep(clock, 5)
        call('create')
        account.key ??= `key-${++account.keys}`
        return account.key
      },
      async keepAlive() {
        await sleep(clock, 5)
        call('keepAlive')
        if (account.key === undefined) throw noSuchKey
      },
      async close() {
        await sleep(clock, 5)
        call('close')
        account.key = undefined
      },
    },
    onEvent: (event) => {
      events.push(event)
    },
    onGap: (gap) => {
      gaps.push(gap)
      return Promise.resolve(missed)
    },
    onIncident: (incident) => incidents.push(incident),
    ...options,
  })
  const openKeys = () => exchange.open.map(({ url }) => new URL(url).pathname)
  return { clock, exchange, account, stream, events, gaps, incidents, missed, calls, openKeys }
}

describe('createUserStream', () => {
  it('is live once a socket on the listen key is open, and hands events on in words', async () => {
    const { clock, exchange, stream, events, openKeys } = setUp()
    expect(stream.state).toBe('idle')
    const started = stream.start()
    expect(stream.state).toBe('starting')
    await clock.runUntil(started)
    expect(stream.state).toBe('live')
    expect(openKeys()).toEqual(['/ws/key-1'])
    exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'FILLED', t: 5 }))
    await clock.advance(10)
    expect(events).toEqual([
      expect.objectContaining({
        type: 'orderTradeUpdate',
        order: expect.objectContaining({ clientOrderId: 'a', status: 'FILLED', tradeId: '5' }) as unknown,
      }),
    ])
    expect(stream.lastEventMs).toBeGreaterThan(startMs)
  })

  it('keeps the key alive every 30 minutes, or every minute when told', async () => {
    const slow = setUp()
    await slow.clock.runUntil(slow.stream.start())
    await slow.clock.advance(2 * 3_600_000 + 60_000)
    expect(slow.calls.filter((name) => name === 'keepAlive')).toHaveLength(4)
    expect(slow.gaps).toEqual([])
    const fast = setUp({ timing: { keepAliveEveryMs: 60_000 } })
    await fast.clock.runUntil(fast.stream.start())
    await fast.clock.advance(10 * 60_000 + 1_000)
    expect(fast.calls.filter((name) => name === 'keepAlive')).toHaveLength(10)
  })

  it('rejects the start when the exchange refuses the key, and stays stopped', async () => {
    const { clock, account, stream } = setUp()
    account.failing = new RejectedError('createListenKey', { code: -2015, status: 401, reason: 'invalid key' })
    await expect(clock.runUntil(stream.start())).rejects.toThrow('-2015')
    await clock.advance(60_000)
    expect(stream.state).toBe('stopped')
  })

  it('goes on trying while the exchange cannot be reached', async () => {
    const { clock, account, stream } = setUp()
    account.failing = new TransportError('createListenKey', { reason: 'refused' })
    const started = stream.start()
    await clock.advance(60_000)
    expect(stream.state).toBe('starting')
    account.failing = undefined
    await clock.runUntil(started)
    expect(stream.state).toBe('live')
  })

  it('ends the key only when it owns the account alone', async () => {
    const shared = setUp()
    await shared.clock.runUntil(shared.stream.start())
    await shared.clock.runUntil(shared.stream.stop())
    expect(shared.calls).not.toContain('close')
    expect(shared.stream.state).toBe('stopped')
    await shared.clock.advance(2_000)
    expect(shared.exchange.open).toEqual([])
    expect(shared.clock.hasPending).toBe(false)
    const alone = setUp({ exclusive: true })
    await alone.clock.runUntil(alone.stream.start())
    await alone.clock.runUntil(alone.stream.stop())
    expect(alone.calls).toContain('close')
  })

  it('survives a handler that throws, now or later', async () => {
    const handled: string[] = []
    const { clock, exchange, stream, incidents } = setUp({
      onEvent(event) {
        handled.push(event.type)
        if (handled.length === 1) throw new Error('now')
        return Promise.reject(new Error('later'))
      },
    })
    await clock.runUntil(stream.start())
    for (const id of ['a', 'b', 'c']) exchange.publishUser('key-1', orderUpdate(id, { i: id }))
    await clock.advance(10)
    expect(handled).toHaveLength(3)
    expect(incidents.map(({ type }) => type)).toEqual(['handlerFailed', 'handlerFailed', 'handlerFailed'])
    expect(stream.state).toBe('live')
  })
})

describe('every way of losing the user stream leads to a new key or socket and a reconciliation', () => {
  type Fixture = ReturnType<typeof setUp>
  const ways: readonly [string, UserStreamGap['reason'], (fixture: Fixture) => void | Promise<void>, string][] = [
    [
      'the key expires',
      'keyExpired',
      ({ exchange, account }) => {
        exchange.publishUser('key-1', { e: 'listenKeyExpired', E: startMs })
        account.key = undefined
      },
      '/ws/key-2',
    ],
    [
      'the keep-alive is answered -1125',
      'keyGone',
      async ({ clock, account }) => {
        account.key = undefined
        await clock.advance(30 * 60_000)
      },
      '/ws/key-2',
    ],
    [
      'another program replaces the key',
      'keyReplaced',
      async ({ clock, account }) => {
        account.key = 'key-9'
        await clock.advance(30 * 60_000)
      },
      '/ws/key-9',
    ],
    ['the socket closes', 'disconnected', ({ exchange }) => exchange.sockets[0]?.cut(1000), '/ws/key-1'],
    [
      'the socket is half open',
      'disconnected',
      async ({ clock, exchange }) => {
        exchange.answersPings = false
        await clock.advance(25_000)
        exchange.answersPings = true
      },
      '/ws/key-1',
    ],
    [
      'an acknowledged order gets no event',
      'silent',
      async ({ clock, stream }) => {
        stream.expectEvent('unheard')
        await clock.advance(2_000)
      },
      '/ws/key-1',
    ],
    [
      'the fills of an order add up to less than its total',
      'missedFill',
      async ({ clock, exchange }) => {
        exchange.publishUser('key-1', orderUpdate('a'))
        exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: 2, l: '0.2', z: '0.5' }))
        await clock.advance(1_100)
      },
      '/ws/key-1',
    ],
    ['an event cannot be read', 'badFrame', ({ exchange }) => exchange.sockets[0]?.push('{"e":"ORDER_TR'), '/ws/key-1'],
  ]

  it.each(ways)('when %s', async (_, reason, lose, path) => {
    const fixture = setUp()
    const { clock, exchange, stream, gaps, events, missed, openKeys } = fixture
    await clock.runUntil(stream.start())
    const [first] = exchange.sockets
    missed.push(parseUserEvent(orderUpdate('missed', { x: 'TRADE', X: 'FILLED', t: 77, i: 4 })))
    await lose(fixture)
    await clock.runUntil(() => gaps.length === 1 && stream.state === 'live', { limitMs: 5_000 })
    expect(gaps).toEqual([expect.objectContaining({ reason })])
    expect(gaps[0]!.startMs).toBeLessThan(gaps[0]!.endMs)
    expect(first?.isOpen).toBe(false)
    expect(openKeys()).toEqual([path])
    expect(events.at(-1)).toMatchObject({ recovered: true, order: { clientOrderId: 'missed' } })
  })

  it('begins the gap where the socket was last heard, although the key was renewed on a dead socket', async () => {
    const { clock, exchange, stream, gaps } = setUp({ timing: { keepAliveEveryMs: 60_000 } })
    await clock.runUntil(stream.start())
    await clock.advance(50_000)
    const deadFromMs = clock.now()
    exchange.answersPings = false
    await clock.runUntil(() => gaps.length === 1)
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(deadFromMs - 5_000)
    expect(gaps[0]!.startMs).toBeGreaterThan(deadFromMs - 25_000)
  })

  it('counts an order whose event came before the acknowledgement as heard', async () => {
    const { clock, exchange, stream, gaps } = setUp()
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', orderUpdate('a'))
    await clock.advance(10)
    stream.expectEvent('a')
    stream.expectEvent('b')
    exchange.publishUser('key-1', orderUpdate('b', { i: 2 }))
    await clock.advance(10_000)
    expect(gaps).toEqual([])
  })

  it('takes fills that overtake each other for what they are', async () => {
    const { clock, exchange, stream, gaps } = setUp()
    await clock.runUntil(stream.start())
    const fill = (tradeId: number, filledQuantity: string) =>
      orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: tradeId, l: '0.25', z: filledQuantity })
    stream.expectEvent('a')
    exchange.publishUser('key-1', fill(2, '0.5'))
    await clock.advance(900)
    exchange.publishUser('key-1', fill(1, '0.25'))
    exchange.publishUser('key-1', fill(1, '0.25'))
    exchange.publishUser('key-1', orderUpdate('older', { x: 'TRADE', X: 'FILLED', t: 9, i: 2, l: '0.1', z: '1' }))
    await clock.advance(10_000)
    expect(gaps).toEqual([])
  })

  it('does not ask twice for a missing fill that was read in another way', async () => {
    const { clock, exchange, stream, gaps } = setUp({ timing: { firstRetryMs: 10 } })
    await clock.runUntil(stream.start())
    await clock.advance(20_000)
    exchange.publishUser('key-1', orderUpdate('a'))
    await clock.advance(10)
    const agreedMs = clock.now()
    await clock.advance(30_000)
    exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: 2, l: '0.2', z: '0.5' }))
    await clock.advance(20_000)
    exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: 3, l: '0.2', z: '0.7' }))
    await clock.advance(20_000)
    expect(gaps).toHaveLength(1)
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(agreedMs - 5_000)
  })

  it('begins the gap of a lost connection before the fill that an order was already known to lack', async () => {
    const { clock, exchange, stream, gaps } = setUp()
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', orderUpdate('a'))
    await clock.advance(10)
    const agreedMs = clock.now()
    await clock.advance(60_000)
    exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: 2, l: '0.2', z: '0.5' }))
    await clock.advance(500)
    exchange.sockets[0]?.cut()
    await clock.advance(20_000)
    expect(stream.state).toBe('live')
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(agreedMs)
  })

  it('reads further back when an event that comes during the reconciliation shows an older fill missing', async () => {
    const gaps: UserStreamGap[] = []
    const { clock, exchange, stream } = setUp({
      async onGap(gap) {
        gaps.push(gap)
        if (gaps.length === 1) {
          exchange.publishUser(
            'key-1',
            orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: 2, l: '0.2', z: '0.5' }),
          )
        }
        await sleep(clock, 100)
      },
    })
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', orderUpdate('a'))
    await clock.advance(10)
    const agreedMs = clock.now()
    await clock.advance(60_000)
    exchange.publishUser('key-1', orderUpdate('b', { i: 2 }))
    await clock.advance(10)
    exchange.sockets[0]?.cut()
    await clock.advance(20_000)
    expect(stream.state).toBe('live')
    expect(gaps).toHaveLength(2)
    expect(gaps[0]!.startMs).toBeGreaterThan(agreedMs)
    expect(gaps[1]!.startMs).toBeLessThanOrEqual(agreedMs)
  })

  it('begins the gap at the right moment although the wall clock was set back since', async () => {
    const { clock, exchange, stream, gaps } = setUp()
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', orderUpdate('a'))
    await clock.advance(10)
    clock.stepWallClock(-3_600_000)
    const lastMs = clock.now()
    await clock.advance(20_000)
    exchange.sockets[0]?.cut()
    await clock.advance(20_000)
    expect(gaps).toHaveLength(1)
    expect(gaps[0]!.startMs).toBeLessThanOrEqual(lastMs)
    expect(gaps[0]!.startMs).toBeGreaterThan(lastMs - 30_000)
  })

  it('reconciles again until it succeeds, and is live only then', async () => {
    let attempts = 0
    const { clock, exchange, stream, incidents } = setUp({
      onGap: () => (++attempts < 3 ? Promise.reject(new Error('away')) : Promise.resolve()),
    })
    await clock.runUntil(stream.start())
    exchange.sockets[0]?.cut()
    await clock.runUntil(() => attempts === 1)
    expect(stream.state).toBe('recovering')
    await clock.runUntil(() => stream.state === 'live', { limitMs: 5_000 })
    expect(attempts).toBe(3)
    expect(exchange.sockets).toHaveLength(2)
    expect(incidents.filter(({ type }) => type === 'reconcileFailed')).toHaveLength(2)
  })

  it('keeps the beginning of the gap when the new socket is lost during the reconciliation', async () => {
    const gaps: UserStreamGap[] = []
    const { clock, exchange, stream } = setUp({
      async onGap(gap) {
        gaps.push(gap)
        if (gaps.length === 1) exchange.open[0]?.cut()
        await sleep(clock, 500)
      },
    })
    await clock.runUntil(stream.start())
    await clock.advance(60_000)
    exchange.sockets[0]?.cut()
    await clock.runUntil(() => gaps.length === 2 && stream.state === 'live')
    expect(gaps[1]?.startMs).toBe(gaps[0]?.startMs)
    expect(gaps[1]!.endMs).toBeGreaterThan(gaps[0]!.endMs)
  })
})

describe('user events', () => {
  it('that come twice are handed on once, by the stream or recovered', async () => {
    const { clock, exchange, stream, events, missed } = setUp()
    await clock.runUntil(stream.start())
    const fill = orderUpdate('a', { x: 'TRADE', X: 'PARTIALLY_FILLED', t: 5 })
    exchange.publishUser('key-1', fill)
    exchange.publishUser('key-1', fill)
    missed.push(parseUserEvent(fill), parseUserEvent(orderUpdate('a', { x: 'TRADE', X: 'FILLED', t: 6 })))
    await clock.advance(10)
    exchange.sockets[0]?.cut()
    await clock.runUntil(() => events.length === 2)
    exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'FILLED', t: 6 }, 9))
    await clock.advance(5_000)
    expect(events.map((event) => (event.type === 'orderTradeUpdate' ? event.order.tradeId : ''))).toEqual(['5', '6'])
    expect(events.map(({ recovered }) => recovered)).toEqual([undefined, true])
  })

  it('of two amendments are told apart', async () => {
    const { clock, exchange, stream, events } = setUp()
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', orderUpdate('a', { x: 'AMENDMENT', p: '101' }, 2))
    exchange.publishUser('key-1', orderUpdate('a', { x: 'AMENDMENT', p: '100' }, 3))
    exchange.publishUser('key-1', orderUpdate('a', { x: 'AMENDMENT', p: '101' }, 4))
    await clock.advance(10)
    expect(events).toHaveLength(3)
  })

  it('that are out of order are marked, so that old balances do not overwrite new ones', async () => {
    const { clock, exchange, stream, events } = setUp()
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', accountUpdate('20', 200))
    exchange.publishUser('key-1', accountUpdate('10', 100))
    exchange.publishUser('key-1', accountUpdate('30', 300))
    await clock.advance(10)
    expect(events.map(({ late }) => late)).toEqual([undefined, true, undefined])
  })

  it('are never dropped for a slow handler: reading pauses and goes on', async () => {
    const handled: string[] = []
    const { clock, exchange, stream, gaps } = setUp({
      async onEvent(event) {
        await sleep(clock, 1_000)
        if (event.type === 'orderTradeUpdate') handled.push(event.order.orderId)
      },
      timing: { pauseAt: 10, resumeAt: 3 },
    })
    await clock.runUntil(stream.start())
    for (let id = 1; id <= 50; id++) exchange.publishUser('key-1', orderUpdate('a', { i: id }))
    await clock.advance(2_000)
    expect(exchange.sockets[0]?.isPaused).toBe(true)
    stream.expectEvent('b')
    await clock.advance(120_000)
    expect(handled).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 1)))
    expect(exchange.sockets[0]?.isPaused).toBe(false)
    expect(exchange.sockets[0]?.isOpen).toBe(false)
    expect(gaps).toEqual([expect.objectContaining({ reason: 'silent' })])
  })

  it('can be read by for await, which slows the stream down instead of losing any', async () => {
    const { clock, exchange, stream, events } = setUp({ timing: { pauseAt: 5, resumeAt: 1 } })
    await clock.runUntil(stream.start())
    const ids: string[] = []
    const loop = (async () => {
      for await (const event of stream.events()) {
        if (event.type === 'orderTradeUpdate') ids.push(event.order.orderId)
        await sleep(clock, 100)
      }
    })()
    await clock.advance(1)
    for (let id = 1; id <= 20; id++) exchange.publishUser('key-1', orderUpdate('a', { i: id }))
    await clock.advance(1_000)
    expect(exchange.sockets[0]?.isPaused).toBe(true)
    expect(ids.length).toBeLessThan(15)
    await clock.advance(2_000)
    const stopped = stream.stop()
    await clock.runUntil(Promise.all([stopped, loop]))
    expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)))
    expect(events).toHaveLength(20)
  })

  it('that are not documented are handed on as they came', async () => {
    const { clock, exchange, stream, events } = setUp()
    await clock.runUntil(stream.start())
    exchange.publishUser('key-1', { e: 'TRADE_LITE', E: 5 })
    await clock.advance(10)
    expect(events).toEqual([expect.objectContaining({ type: 'unknown', event: 'TRADE_LITE' })])
  })
})

describe('the socket of the user stream', () => {
  it('is replaced before 24 hours without an event lost or repeated', async () => {
    const { clock, exchange, stream, events, gaps } = setUp()
    await clock.runUntil(stream.start())
    let id = 0
    await clock.advance(22 * 3_600_000)
    const tick = () => {
      exchange.publishUser('key-1', orderUpdate('a', { i: ++id }, clock.now()))
      clock.schedule(700, tick)
    }
    tick()
    await clock.advance(1.5 * 3_600_000)
    expect(exchange.sockets).toHaveLength(2)
    expect(exchange.open).toHaveLength(1)
    expect(events.length).toBeGreaterThanOrEqual(id - 1)
    expect(events.map((event) => (event.type === 'orderTradeUpdate' ? Number(event.order.orderId) : 0))).toEqual(
      events.map((_, index) => index + 1),
    )
    expect(gaps).toEqual([])
  })

  it('is not replaced again when the old one ends while both run', async () => {
    const { clock, exchange, stream, gaps } = setUp({ timing: { replaceAfterMs: 600_000 } })
    await clock.runUntil(stream.start())
    await clock.runUntil(() => exchange.open.length === 2)
    await clock.runUntil(() => exchange.sockets.length === 3 && exchange.open.length === 2)
    await clock.advance(100)
    exchange.open[0]?.cut()
    await clock.advance(60_000)
    expect(exchange.sockets).toHaveLength(3)
    expect(exchange.open).toHaveLength(1)
    expect(gaps).toEqual([])
  })

  it('names a gap when the old one was dead before the new one opened', async () => {
    for (const isCut of [false, true]) {
      const { clock, exchange, stream, gaps } = setUp({ timing: { replaceAfterMs: 600_000 } })
      await clock.runUntil(stream.start())
      await clock.runUntil(() => exchange.sockets.length === 2)
      const lostAtMs = clock.now()
      exchange.sockets[0]!.isDeaf = true
      exchange.publishUser('key-1', orderUpdate('a', { x: 'TRADE', X: 'FILLED', t: 5, l: '1', z: '1' }))
      await clock.advance(1_000)
      exchange.publishUser('key-1', orderUpdate('b', { i: 2 }))
      if (isCut) exchange.sockets[0]!.cut()
      await clock.advance(60_000)
      expect(stream.state).toBe('live')
      expect(gaps).toHaveLength(1)
      expect(gaps[0]!.startMs).toBeLessThan(lostAtMs)
    }
  })

  it('is not ended while events in it wait to be read', async () => {
    const release = Promise.withResolvers<void>()
    const heard: string[] = []
    const { clock, exchange, stream, gaps } = setUp({
      timing: { replaceAfterMs: 600_000, pauseAt: 2, resumeAt: 1 },
      onEvent: async (event) => {
        if (event.type === 'orderTradeUpdate') heard.push(event.order.clientOrderId)
        await release.promise
      },
    })
    await clock.runUntil(stream.start())
    await clock.advance(580_000)
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const [index, name] of names.entries()) exchange.publishUser('key-1', orderUpdate(name, { i: index + 1 }))
    await clock.advance(60_000)
    release.resolve()
    await clock.advance(60_000)
    expect(heard).toEqual(names)
    expect(gaps).toEqual([])
    expect(exchange.open).toHaveLength(1)
  })

  it('keeps the old one when the new one fails', async () => {
    const { clock, exchange, stream, gaps } = setUp()
    await clock.runUntil(stream.start())
    await clock.advance(22 * 3_600_000)
    exchange.acceptsConnections = false
    await clock.advance(1.2 * 3_600_000)
    exchange.acceptsConnections = true
    await clock.advance(60_000)
    expect(exchange.open).toHaveLength(1)
    expect(exchange.sockets[0]?.isOpen).toBe(false)
    expect(stream.state).toBe('live')
    expect(gaps).toEqual([])
  })
})
