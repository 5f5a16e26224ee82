import { once } from 'node:events'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { openSocketWorld } from '../testing/world.ts'

describe('the WebSocket server', () => {
  let world: Awaited<ReturnType<typeof openSocketWorld>>
  beforeAll(async () => {
    world = await openSocketWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const open = async (target: string) => {
    const socket = new WebSocket(world.wsUrl + target)
    await once(socket, 'open')
    return socket
  }
  const codeOf = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0]

  it('refuses a handshake elsewhere with 404', async () => {
    const socket = new WebSocket(`${world.wsUrl}/elsewhere`)
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toContain('404')
  })

  it('answers a binary frame as one that is not JSON', async () => {
    const socket = await open('/ws')
    socket.send(Buffer.from([1, 2, 3]))
    const [data] = (await once(socket, 'message')) as [Buffer]
    expect(JSON.parse(data.toString('utf8'))).toMatchObject({ code: 3 })
    socket.close()
  })

  it('closes on a frame that is too long', async () => {
    const socket = await open('/ws')
    socket.send('x'.repeat(100_000))
    expect(await codeOf(socket)).toBe(1009)
  })

  it('closes on five thousand subscriptions', async () => {
    const socket = await open('/ws')
    const params = Array.from({ length: 5000 }, (_, index) => `s${index}@x`)
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params, id: 1 }).slice(0, 65_000))
    for (let i = 0; i < 25; i++) {
      socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: params.slice(i * 200, i * 200 + 200), id: i }))
    }
    expect(await codeOf(socket)).toBe(1008)
  })

  it('closes a client that shouts', async () => {
    const socket = await open('/ws')
    for (let i = 0; i < 30; i++) socket.send('{}')
    expect(await codeOf(socket)).toBe(1008)
  })

  it('answers pings', async () => {
    const socket = await open('/ws')
    socket.ping('abc')
    const [payload] = (await once(socket, 'pong')) as [Buffer]
    expect(payload.toString('utf8')).toBe('abc')
    socket.close()
  })

  it('still serves, and has forgotten them all', async () => {
    const socket = new WebSocket(`${world.wsUrl}/ws/btcusdt@bookTicker`)
    await once(socket, 'message')
    socket.close()
    await codeOf(socket)
    expect(world.exchange.state()).toMatchObject({ faults: [] })
  })

  it('says goodbye when the exchange stops', async () => {
    const other = await openSocketWorld()
    const socket = new WebSocket(`${other.wsUrl}/ws`)
    await once(socket, 'open')
    const closed = codeOf(socket)
    await other[Symbol.asyncDispose]()
    expect(await closed).toBe(1001)
  })
})
