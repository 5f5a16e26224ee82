import { createSeededRandom, createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { StreamGap } from '../stream-gap.ts'
import { createFakeExchange } from '../testing/fake-exchange.ts'
import { aggTrade, bookTicker } from '../testing/payloads.ts'
import { createStreamClient } from './create-stream-client.ts'
import type { Subscription } from './subscription.ts'

const startMs = 1_700_000_000_000

function setUp() {
  const clock = createVirtualClock({ startMs })
  const exchange = createFakeExchange(clock)
  const client = createStreamClient({
    connector: exchange.connector,
    clock,
    random: createSeededRandom(1),
    baseUrl: 'ws://paper.invalid',
  })
  return { clock, exchange, client }
}

describe('several symbols on one connection', () => {
  it('each get their own trades and touches, whatever order they were subscribed in', async () => {
    const { clock, exchange, client } = setUp()
    const symbols = ['BTCUSDT', 'ETHUSDT', 'ASTERUSDT', 'SOLUSDT']
    const seen: string[] = []
    const subscriptions: Subscription[] = []
    for (const symbol of symbols) {
      subscriptions.push(
        client.watchAggTrades({ symbol }, (event) => seen.push(`${symbol} ${event.symbol} ${event.aggregateTradeId}`)),
        client.watchBookTicker({ symbol }, (event) => seen.push(`${symbol} ${event.symbol} ${event.bestBid}`)),
      )
      await clock.advance(500)
    }
    await clock.runUntil(Promise.all(subscriptions.map(({ ready }) => ready)))
    for (const [index, symbol] of symbols.entries()) {
      exchange.publish(`${symbol.toLowerCase()}@aggTrade`, aggTrade(index + 1, symbol))
      exchange.publish(`${symbol.toLowerCase()}@bookTicker`, bookTicker(1, `${index}.5`, symbol))
    }
    await clock.advance(10)
    expect(seen.toSorted()).toEqual(
      symbols
        .flatMap((symbol, index) => [`${symbol} ${symbol} ${index + 1}`, `${symbol} ${symbol} ${index}.5`])
        .toSorted(),
    )
    expect(exchange.open).toHaveLength(1)
  })
})

describe('a caller', () => {
  it('may unsubscribe itself and others inside a callback', async () => {
    const { clock, exchange, client } = setUp()
    const seen: string[] = []
    const first: Subscription = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {
      seen.push('first')
      first.unsubscribe()
      second.unsubscribe()
    })
    const second: Subscription = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => seen.push('second'))
    const third = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => seen.push('third'))
    await clock.runUntil(third.ready)
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    exchange.publish('btcusdt@aggTrade', aggTrade(2))
    await clock.advance(10)
    // Once `unsubscribe` has returned, nothing more comes, not even the event under way.
    expect(seen).toEqual(['first', 'third', 'third'])
  })

  it('may subscribe again inside the callback in which it left', async () => {
    const { clock, exchange, client } = setUp()
    const seen: string[] = []
    const subscription: Subscription = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {
      subscription.unsubscribe()
      client.watchAggTrades({ symbol: 'BTCUSDT' }, ({ aggregateTradeId }) => seen.push(aggregateTradeId))
    })
    await clock.runUntil(subscription.ready)
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await clock.advance(1_000)
    exchange.publish('btcusdt@aggTrade', aggTrade(2))
    await clock.advance(10)
    expect(seen).toEqual(['2'])
  })

  it('may abort while the connection opens: nothing comes, and no connection is left', async () => {
    const { clock, exchange, client } = setUp()
    exchange.delayMs = 1_000
    const leaving = new AbortController()
    const { ready } = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, { signal: leaving.signal })
    await clock.advance(500)
    leaving.abort(new Error('enough'))
    await expect(ready).rejects.toThrow('enough')
    await clock.advance(20_000)
    expect(exchange.open).toHaveLength(0)
  })

  it('may leave an iterator lying about: its memory is bounded, and the gap says what it missed', async () => {
    const { clock, exchange, client } = setUp()
    const iterator = client.watchAggTrades({ symbol: 'BTCUSDT' }, { queueLimit: 10 })[Symbol.asyncIterator]()
    await clock.advance(100)
    for (let id = 1; id <= 1_000; id++) exchange.publish('btcusdt@aggTrade', aggTrade(id))
    await clock.advance(10)
    const items: unknown[] = []
    for (let item = 0; item < 11; item++) items.push((await iterator.next()).value)
    expect(items.at(-1)).toMatchObject({ type: 'gap', reason: 'overflow', dropped: 990 })
    await iterator.return?.()
    await clock.advance(10_000)
    expect(exchange.open).toHaveLength(0)
  })

  it('may have its wall clock set: no gap, no reconnect, and the lag says so', async () => {
    const { clock, exchange, client } = setUp()
    const gaps: StreamGap[] = []
    const subscription = client.watchAggTrades({ symbol: 'BTCUSDT' }, () => {}, { onGap: (gap) => gaps.push(gap) })
    await clock.runUntil(subscription.ready)
    for (const byMs of [3_600_000, -7_200_000]) {
      clock.stepWallClock(byMs)
      await clock.advance(60_000)
    }
    exchange.publish('btcusdt@aggTrade', { ...aggTrade(1), E: startMs })
    await clock.advance(10)
    expect(gaps).toEqual([])
    expect(exchange.sockets).toHaveLength(1)
    expect(subscription.lagMs).toBeLessThan(-3_000_000)
  })
})
