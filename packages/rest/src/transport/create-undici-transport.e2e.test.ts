import { createServer, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'

import { createSystemClock, ParameterError, type Transport, TransportFailure, type TransportRequest } from '@aster/core'
import { afterEach, describe, expect, it } from 'vitest'

import { createUndiciTransport, type UndiciTransportOptions } from './create-undici-transport.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

interface RawExchange {
  readonly origin: string
  /** Texts of the requests as they arrived, head and body. */
  readonly received: string[]
  readonly sockets: Socket[]
}

/** A TCP server that does with each whole request what the test says. */
async function listen(onRequest: (socket: Socket, index: number) => void): Promise<RawExchange> {
  const received: string[] = []
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    let text = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      text += chunk.toString()
      const headEnd = text.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (headEnd === -1 || text.length < headEnd + 4 + length) return
      received.push(text)
      text = ''
      onRequest(socket, received.length - 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { origin: `http://127.0.0.1:${address.port}`, received, sockets }
}

function createTransport(options: UndiciTransportOptions = {}): Transport {
  const transport = createUndiciTransport(options)
  ends.push(() => transport.close())
  return transport
}

const ok = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`

const post = (origin: string, fields: Partial<TransportRequest> = {}): TransportRequest => ({
  method: 'POST',
  url: `${origin}/fapi/v3/order`,
  headers: { 'user-agent': 'test', 'content-type': 'application/x-www-form-urlencoded' },
  body: 'symbol=BTCUSDT&signature=0xabc',
  timeoutMs: 5_000,
  ...fields,
})

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

/** How a request failed: whether it can have arrived, and why. */
async function fail(transport: Transport, request: TransportRequest): Promise<[string, string]> {
  const error: unknown = await transport.send(request).catch((reason: unknown) => reason)
  if (!(error instanceof TransportFailure)) throw new Error('it did not fail as a transport should')
  return [error.phase, error.reason]
}

describe('createUndiciTransport', () => {
  it('sends the request to the letter and gives status, headers in lower case and body', async () => {
    const exchange = await listen((socket) => socket.write(ok('{"ok":true}', 'X-MBX-USED-WEIGHT-1M: 3\r\n')))
    const response = await createTransport().send(post(exchange.origin))
    expect(response).toMatchObject({ status: 200, body: '{"ok":true}' })
    expect(response.headers['x-mbx-used-weight-1m']).toBe('3')
    expect(exchange.received[0]).toMatch(/^POST \/fapi\/v3\/order HTTP\/1\.1\r\n/)
    expect(exchange.received[0]).toMatch(/\r\nuser-agent: test\r\n/)
    expect(exchange.received[0]).toMatch(/\r\n\r\nsymbol=BTCUSDT&signature=0xabc$/)
  })

  it('sends a body with DELETE, and an empty one with PUT', async () => {
    const exchange = await listen((socket) => socket.write(ok('{}')))
    const transport = createTransport()
    await transport.send(post(exchange.origin, { method: 'DELETE' }))
    await transport.send(post(exchange.origin, { method: 'PUT', body: undefined }))
    expect(exchange.received[0]).toMatch(/^DELETE .*\r\n[^]*symbol=BTCUSDT/)
    expect(exchange.received[1]).toMatch(/^PUT /)
  })

  it('uses sockets again', async () => {
    const exchange = await listen((socket) => socket.write(ok('{}')))
    const transport = createTransport()
    for (let count = 0; count < 9; count += 1) await transport.send(post(exchange.origin))
    // one rests for a turn of the event loop after each answer, so two take turns
    expect(exchange.sockets.length).toBeLessThanOrEqual(2)
  })

  it('does not pipeline: what waits for a socket has not been sent', async () => {
    const exchange = await listen(() => undefined)
    const transport = createTransport({ connections: 1 })
    const controller = new AbortController()
    const first = fail(transport, post(exchange.origin, { signal: controller.signal }))
    const second = fail(transport, post(exchange.origin, { timeoutMs: 100 }))
    expect(await second).toEqual(['unsent', 'timeout'])
    controller.abort()
    expect(await first).toEqual(['sent', 'aborted'])
    expect(exchange.received).toHaveLength(1)
  })

  it('says unsent when nobody listens', async () => {
    const exchange = await listen(() => undefined)
    await ends.pop()?.()
    expect(await fail(createTransport(), post(exchange.origin))).toEqual(['unsent', 'refused'])
  })

  it('says unsent when it was closed or given up before', async () => {
    const transport = createTransport()
    expect(await fail(transport, post('http://127.0.0.1:9', { signal: AbortSignal.abort() }))).toEqual([
      'unsent',
      'aborted',
    ])
    await transport.close()
    expect(await fail(transport, post('http://127.0.0.1:9'))).toEqual(['unsent', 'closed'])
  })

  it('says sent when the answer does not come in time', async () => {
    const exchange = await listen(() => undefined)
    expect(await fail(createTransport(), post(exchange.origin, { timeoutMs: 50 }))).toEqual(['sent', 'timeout'])
    expect(exchange.received).toHaveLength(1)
  })

  it('says sent when the answer begins and does not end in time', async () => {
    const exchange = await listen((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"a"'))
    expect(await fail(createTransport(), post(exchange.origin, { timeoutMs: 50 }))).toEqual(['sent', 'timeout'])
  })

  it.each([
    ['is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['ends without an answer', (socket: Socket) => socket.end()],
    ['ends inside the answer', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"a"')],
    [
      'ends inside a chunked answer',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n'),
    ],
    ['answers nonsense', (socket: Socket) => socket.end('nonsense\r\n\r\n')],
  ])('says sent and never repeats when the connection %s', async (_name, act) => {
    const exchange = await listen((socket) => act(socket))
    const [phase] = await fail(createTransport(), post(exchange.origin))
    expect(phase).toBe('sent')
    expect(exchange.received).toHaveLength(1)
  })

  it('never repeats a request whose kept socket died under it', async () => {
    const exchange = await listen((socket, index) => {
      if (index === 0) socket.write(ok('{}'))
      else socket.resetAndDestroy()
    })
    const transport = createTransport({ connections: 1 })
    await transport.send(post(exchange.origin))
    expect(await fail(transport, post(exchange.origin))).toEqual(['sent', 'reset'])
    expect(exchange.received).toHaveLength(2)
  })

  it('opens a new socket when the server closed the kept one before', async () => {
    const exchange = await listen((socket) => socket.end(ok('{}')))
    const transport = createTransport({ connections: 1 })
    for (let count = 0; count < 3; count += 1) await transport.send(post(exchange.origin))
    expect(exchange.sockets).toHaveLength(3)
  })

  it('refuses an answer that is too long', async () => {
    const exchange = await listen((socket) => socket.write(ok('x'.repeat(2_000))))
    expect(await fail(createTransport({ maxBodyBytes: 1_000 }), post(exchange.origin))).toEqual(['sent', 'invalid'])
  })

  it('refuses a header that cannot be sent, unsent', async () => {
    const exchange = await listen(() => undefined)
    expect(await fail(createTransport(), post(exchange.origin, { headers: { 'user-agent': 'a\nb' } }))).toEqual([
      'unsent',
      'invalid',
    ])
  })

  it('opens sockets ahead', async () => {
    const exchange = await listen((socket) => socket.write(ok('{}')))
    const transport = createTransport()
    await transport.warmUp?.(exchange.origin, 4)
    expect(exchange.sockets).toHaveLength(4)
    await transport.send(post(exchange.origin))
    expect(exchange.sockets).toHaveLength(4)
  })

  it('goes through a proxy', async () => {
    const proxy = await listen((socket) => socket.write(ok('{"via":"proxy"}')))
    const transport = createTransport({ proxy: proxy.origin })
    const response = await transport.send(post('http://exchange.invalid'))
    expect(response.body).toBe('{"via":"proxy"}')
    expect(proxy.received[0]).toMatch(/^POST http:\/\/exchange\.invalid\/fapi\/v3\/order HTTP/)
  })

  it('says unsent when the proxy is not there', async () => {
    const proxy = await listen(() => undefined)
    await ends.pop()?.()
    expect(await fail(createTransport({ proxy: proxy.origin }), post('http://exchange.invalid'))).toEqual([
      'unsent',
      'refused',
    ])
  })

  it.each([
    ['refuses us', (socket: Socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')],
    ['answers nonsense', (socket: Socket) => socket.end('nonsense\r\n\r\n')],
    ['opens the tunnel and falls silent', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n')],
    ['never answers', () => undefined],
  ])('says unsent when the proxy of an encrypted connection %s', async (_name, act) => {
    const proxy = await listen((socket) => act(socket))
    const withPassword = proxy.origin.replace('//', '//user:hunter22@')
    const transport = createTransport({ proxy: withPassword })
    const failure: unknown = await transport
      .send(post('https://exchange.invalid', { timeoutMs: 300 }))
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ phase: 'unsent' })
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/hunter22|dXNlcjpodW50ZXIyMg/)
    expect(proxy.received[0]).toMatch(/^CONNECT exchange\.invalid:443 .*\r\n[^]*proxy-authorization: Basic dXNlc/i)
  })

  it.each(['http://user:hunter22@host:99999', 'user:hunter22@host', 'ftp://user:hunter22@host', ''])(
    'refuses a proxy that is none, without repeating it: %s',
    (proxy) => {
      const error = caught(() => createUndiciTransport({ proxy }))
      expect(error).toBeInstanceOf(ParameterError)
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('hunter22')
    },
  )

  it('does not wait for ever when it opens sockets ahead to a server that is silent', async () => {
    const exchange = await listen(() => undefined)
    const system = createSystemClock()
    const hurry = { schedule: (delayMs: number, callback: () => void) => system.schedule(delayMs / 100, callback) }
    await createTransport({ clock: hurry }).warmUp?.(exchange.origin, 3)
    expect(exchange.received).toHaveLength(3)
  })

  it('measures time limits on the clock it is given', async () => {
    const exchange = await listen(() => undefined)
    const delays: number[] = []
    const system = createSystemClock()
    const schedule = (delayMs: number, callback: () => void) => {
      delays.push(delayMs)
      return system.schedule(1, callback)
    }
    expect(
      await fail(createTransport({ clock: { schedule } }), post(exchange.origin, { timeoutMs: 60_000 })),
    ).toMatchObject([expect.any(String), 'timeout'])
    expect(delays).toEqual([60_000])
  })
})
