import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { createScaledClock, createSeededRandom, createSystemClock, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

import { createStreamClient, createWsConnector, type StreamGap, type StreamIncident } from './index.ts'
import { bookTicker } from './testing/payloads.ts'

/** A server that may do to its clients what it likes, and a client with one stream. */
async function setUp(onConnection: (socket: WebSocket, count: number) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  let count = 0
  server.on('connection', (socket) => {
    socket.on('error', () => {})
    onConnection(socket, ++count)
  })
  const clock = createScaledClock(20, createSystemClock())
  const connector = createWsConnector({ maxMessageBytes: 1024 * 1024 })
  const incidents: StreamIncident[] = []
  const gaps: StreamGap[] = []
  const bids: string[] = []
  const client = createStreamClient({
    connector,
    clock,
    random: createSeededRandom(1),
    baseUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onIncident: (incident) => incidents.push(incident),
  })
  client.watchBookTicker({ symbol: 'BTCUSDT' }, ({ bestBid }) => bids.push(bestBid), { onGap: (gap) => gaps.push(gap) })
  return {
    clock,
    client,
    incidents,
    gaps,
    bids,
    connections: () => count,
    until: async (isTrue: () => boolean) => {
      for (let waited = 0; !isTrue(); waited++) {
        if (waited > 3_000) throw new Error('It did not come true')
        await sleep(clock, 40)
      }
    },
    async [Symbol.asyncDispose]() {
      await client.close()
      await connector.close()
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const good = JSON.stringify({ stream: 'btcusdt@bookTicker', data: bookTicker(7, '99.0') })

describe('a server that misbehaves', () => {
  it('may send garbage of every kind: each is reported, and the next good frame is read', async () => {
    const garbage = [
      '',
      'null',
      '[]',
      '0',
      '"',
      '{}',
      '{"stream":5}',
      '{"stream":"btcusdt@bookTicker"}',
      '\u0000\u0001',
      '[[[[',
    ]
    await using world = await setUp((socket) => {
      for (const text of garbage) socket.send(text)
      socket.send(Buffer.from([0xff, 0xfe, 0x00]), { binary: true })
      socket.send(Buffer.from(good), { binary: true })
    })
    await world.until(() => world.bids.length === 1)
    expect(world.bids).toEqual(['99.0'])
    expect(world.incidents.filter(({ type }) => type === 'badFrame')).toHaveLength(garbage.length + 1)
    expect(world.connections()).toBe(1)
  })

  it('may send a frame larger than allowed: the connection is replaced, not the memory filled', async () => {
    await using world = await setUp((socket, count) => {
      socket.send(count === 1 ? `{"stream":"${'x'.repeat(5_000_000)}"}` : good)
    })
    await world.until(() => world.bids.length === 1)
    expect(world.connections()).toBe(2)
    expect(world.incidents.map(({ type }) => type)).toContain('connectionLost')
  })

  it('may close every connection at once: it is asked ever more seldom, and found when it is back', async () => {
    await using world = await setUp((socket, count) => {
      if (count < 6) socket.close(1001)
      else socket.send(good)
    })
    const startMs = world.clock.monotonicMs()
    await world.until(() => world.bids.length === 1)
    expect(world.connections()).toBe(6)
    // Five waits that double from a quarter of a second, each at least half of that.
    expect(world.clock.monotonicMs() - startMs).toBeGreaterThan((0.25 * 31 * 1000) / 2)
    expect(world.gaps.every(({ reason }) => reason === 'disconnected')).toBe(true)
  })

  it('may be away altogether: it is tried again until the caller has enough', async () => {
    await using world = await setUp(() => {})
    const plain = createStreamClient({
      connector: createWsConnector(),
      clock: world.clock,
      random: createSeededRandom(2),
      baseUrl: 'ws://127.0.0.1:1',
      onIncident: (incident) => world.incidents.push(incident),
    })
    const subscription = plain.watchBookTicker({ symbol: 'BTCUSDT' }, () => {})
    await world.until(() => world.incidents.filter(({ type }) => type === 'connectFailed').length >= 2)
    await plain.close()
    await expect(subscription.ready).rejects.toThrow('unsubscribed')
  })
})
