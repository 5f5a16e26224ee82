import { once } from 'node:events'
import { connect } from 'node:net'

import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

type Server = Awaited<ReturnType<typeof startServer>>

/** Somebody who sends a little, reads nothing to its end, and never hangs up. */
async function holdOn({ url }: Server, text: string) {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  socket.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close']) socket.on(event, () => resolve())
  })
  await once(socket, 'connect')
  socket.write(text)
  return { socket, ended, heard: () => heard }
}

/** Resolves when the server holds no socket of anybody any more. */
async function untilAlone({ app }: Server): Promise<void> {
  const count = () =>
    new Promise<number>((resolve) => void app.server.getConnections((_, connections) => resolve(connections)))
  while ((await count()) > 0) await new Promise((resolve) => void setImmediate(resolve))
}

const post = 'POST /webhook/tradingview HTTP/1.1\r\nhost: x\r\n'

describe('somebody who holds on to connections', () => {
  it('is let go of when a request does not come to its end in time, though nobody hangs up', async () => {
    await using server = await startServer({ parts: { requestTimeoutMs: 200 } })
    const holding = await Promise.all(
      ['', 'GET', post, `${post}content-length: 100\r\n\r\n{`].map((text) => holdOn(server, text)),
    )
    await Promise.all(holding.map(({ ended }) => ended))
    await untilAlone(server)
    expect(holding.map(({ heard }) => heard().split('\r\n')[0])).toEqual(
      Array.from({ length: 4 }, () => 'HTTP/1.1 408 Request Timeout'),
    )
    for (const { socket } of holding) socket.destroy()
  })

  it('is let go of after a request that is none', async () => {
    await using server = await startServer()
    const { socket, ended, heard } = await holdOn(server, 'nonsense\r\n\r\n')
    await ended
    await untilAlone(server)
    expect(heard()).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
  })

  it('gets no more of them than leave room for the exchange', async () => {
    await using server = await startServer({ parts: { mostConnections: 3 } })
    const holding = await Promise.all(Array.from({ length: 3 }, () => holdOn(server, post)))
    const fourth = await holdOn(server, post)
    await fourth.ended
    for (const { socket } of [...holding, fourth]) socket.destroy()
    await untilAlone(server)
    expect(await server.call('GET', '/livez')).toMatchObject({ status: 200 })
  })
})
