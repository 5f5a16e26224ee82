import { createSeededRandom, createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createFakeExchange } from '../testing/fake-exchange.ts'
import { aggTrade, bookTicker } from '../testing/payloads.ts'
import { createStreamClient } from './create-stream-client.ts'

function setUp() {
  const clock = createVirtualClock({ startMs: 0 })
  const exchange = createFakeExchange(clock)
  const { connector } = exchange
  const client = createStreamClient({ connector, clock, random: createSeededRandom(1), baseUrl: 'ws://paper.invalid' })
  return { clock, exchange, client }
}

describe('a stream read by for await', () => {
  it('gives events in order until its signal aborts, and then ends quietly', async () => {
    const { clock, exchange, client } = setUp()
    const controller = new AbortController()
    const ids: string[] = []
    const loop = (async () => {
      for await (const event of client.watchAggTrades({ symbol: 'BTCUSDT' }, { signal: controller.signal })) {
        if (event.type === 'aggTrade') ids.push(event.aggregateTradeId)
      }
    })()
    await clock.advance(10)
    for (const id of [1, 2, 3]) exchange.publish('btcusdt@aggTrade', aggTrade(id))
    await clock.advance(10)
    controller.abort()
    await clock.runUntil(loop)
    expect(ids).toEqual(['1', '2', '3'])
    await clock.advance(5_000)
    expect(exchange.open).toHaveLength(0)
  })

  it('tells a slow reader of trades where events are missing', async () => {
    const { clock, exchange, client } = setUp()
    const events = client.watchAggTrades({ symbol: 'BTCUSDT' }, { queueLimit: 2 })[Symbol.asyncIterator]()
    await clock.advance(10)
    for (let id = 1; id <= 5; id++) exchange.publish('btcusdt@aggTrade', aggTrade(id))
    await clock.advance(10)
    const types = []
    for (let index = 0; index < 3; index++) types.push((await events.next()).value)
    expect(types).toEqual([
      expect.objectContaining({ aggregateTradeId: '1' }),
      expect.objectContaining({ aggregateTradeId: '2' }),
      expect.objectContaining({ type: 'gap', reason: 'overflow', dropped: 3 }),
    ])
    await events.return?.()
  })

  it('gives a slow reader of prices the newest one', async () => {
    const { clock, exchange, client } = setUp()
    const events = client.watchBookTicker({ symbol: 'BTCUSDT' })[Symbol.asyncIterator]()
    await clock.advance(10)
    for (let id = 1; id <= 5; id++) exchange.publish('btcusdt@bookTicker', bookTicker(id))
    await clock.advance(10)
    expect((await events.next()).value).toMatchObject({ updateId: 5 })
    await client.close()
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  it('puts the gap of a lost connection between the events', async () => {
    const { clock, exchange, client } = setUp()
    const events = client.watchAggTrades({ symbol: 'BTCUSDT' })[Symbol.asyncIterator]()
    await clock.advance(10)
    exchange.publish('btcusdt@aggTrade', aggTrade(1))
    await clock.advance(10)
    exchange.sockets[0]?.cut()
    await clock.advance(2_000)
    exchange.publish('btcusdt@aggTrade', aggTrade(9))
    await clock.advance(10)
    const types = []
    for (let index = 0; index < 3; index++) types.push((await events.next()).value?.type)
    expect(types).toEqual(['aggTrade', 'gap', 'aggTrade'])
    await client.close()
  })
})
