import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

import { describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

import { createSelfSigned } from '../testing/create-self-signed.ts'
import { createWsConnector } from './create-ws-connector.ts'

/** A plain WebSocket server on a free port of this machine. */
async function listen() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}/stream`,
    nextClient: async () => {
      const [socket, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage]
      return { socket, request }
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Collects what a socket tells, and lets a test wait for it. */
function observe() {
  const told: string[] = []
  const waiting = new Set<() => void>()
  const tell = (text: string) => {
    told.push(text)
    for (const wake of waiting) wake()
  }
  return {
    told,
    handlers: {
      onOpen: () => tell('open'),
      onMessage: (text: string) => tell(`message ${text}`),
      onPing: (payload: Uint8Array) => tell(`ping ${Buffer.from(payload).toString()}`),
      onPong: (payload: Uint8Array) => tell(`pong ${Buffer.from(payload).toString()}`),
      onClose: (code: number, reason: string) => tell(`close ${code} ${reason}`),
    },
    until: (text: string) =>
      new Promise<void>((resolve) => {
        const check = () => {
          if (told.some((line) => line.startsWith(text))) resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}

describe('createWsConnector', () => {
  it('opens, sends, receives, pings both ways and closes in order', async () => {
    await using server = await listen()
    const connector = createWsConnector()
    const { told, handlers, until } = observe()
    const accepted = server.nextClient()
    const socket = connector.connect(server.url, handlers)
    const { socket: client, request } = await accepted
    await until('open')
    const answered = once(client, 'message')
    socket.send('hello')
    expect(String((await answered)[0])).toBe('hello')
    client.send('Grüße')
    await until('message Grüße')
    const pong = once(client, 'pong')
    client.ping('abc')
    expect(String((await pong)[0])).toBe('abc')
    await until('ping abc')
    socket.ping(Buffer.from('xyz'))
    await until('pong xyz')
    expect(socket.bufferedBytes).toBe(0)
    socket.close(1000, 'done')
    await until('close 1000 done')
    expect(told.filter((line) => line.startsWith('close'))).toHaveLength(1)
    expect(request.headers['user-agent']).toBe('aster-ts')
    expect(request.headers['sec-websocket-extensions']).toBeUndefined()
    await connector.close()
  })

  it('does not compress on loopback even when told to', async () => {
    await using server = await listen()
    const connector = createWsConnector({ compress: true })
    const accepted = server.nextClient()
    connector.connect(server.url, observe().handlers)
    expect((await accepted).request.headers['sec-websocket-extensions']).toBeUndefined()
    await connector.close()
  })

  it('stops reading while paused and loses nothing', async () => {
    await using server = await listen()
    const connector = createWsConnector()
    const { told, handlers, until } = observe()
    const accepted = server.nextClient()
    const socket = connector.connect(server.url, handlers)
    const { socket: client } = await accepted
    await until('open')
    socket.pause()
    for (let index = 0; index < 100; index++) client.send(String(index))
    await new Promise((resolve) => client.ping('', false, resolve))
    expect(told).toEqual(['open'])
    socket.resume()
    await until('message 99')
    expect(told.filter((line) => line.startsWith('message'))).toHaveLength(100)
    await connector.close()
  })

  it('says once why a connection did not open, without the path of its URL', async () => {
    const connector = createWsConnector()
    const { told, handlers, until } = observe()
    const gone = await listen()
    await gone[Symbol.asyncDispose]()
    const socket = connector.connect(`${gone.url}/secret-key`, handlers)
    socket.send('too early')
    socket.ping()
    await until('close')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^close 1006 .*ECONNREFUSED/)
    expect(told[0]).not.toContain('secret-key')
  })

  it('tells of a cut as of a close, and cuts everything when it is closed itself', async () => {
    await using server = await listen()
    const connector = createWsConnector()
    const first = observe()
    const second = observe()
    const accepted = server.nextClient()
    connector.connect(server.url, first.handlers)
    const { socket: client } = await accepted
    await first.until('open')
    client.terminate()
    await first.until('close 1006')
    connector.connect(server.url, second.handlers)
    await second.until('open')
    await connector.close()
    expect(second.told.at(-1)).toMatch(/^close 1006/)
  })

  it('refuses a certificate that nobody vouches for', async () => {
    const server = createTlsServer(createSelfSigned())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { told, handlers, until } = observe()
    createWsConnector().connect(`wss://127.0.0.1:${port}/ws`, handlers)
    await until('close')
    expect(told[0]).toMatch(/self.signed|certificate/i)
    await new Promise((resolve) => server.close(resolve))
  })

  it('trusts an authority that it is told of, and that one only', async () => {
    const identity = createSelfSigned()
    await using server = await listenSecurely(identity)
    const { told, handlers, until } = observe()
    const connector = createWsConnector({ ca: identity.cert })
    connector.connect(server.url, handlers)
    await until('message hello')
    await connector.close()
    const other = observe()
    createWsConnector({ ca: createSelfSigned().cert }).connect(server.url, other.handlers)
    await other.until('close')
    expect(other.told[0]).toMatch(/self.signed|certificate|verify/i)
    expect(told[0]).toBe('open')
  })

  it('goes through a proxy that wants a password, and verifies certificates behind it', async () => {
    const identity = createSelfSigned()
    await using server = await listenSecurely(identity)
    await using plain = await listen()
    await using proxy = await startConnectProxy('Basic ' + Buffer.from('me:p@ss').toString('base64'))
    const proxyUrl = `http://me:p%40ss@127.0.0.1:${proxy.port}`
    const secure = observe()
    const connector = createWsConnector({ proxyUrl, ca: identity.cert })
    connector.connect(server.url, secure.handlers)
    await secure.until('message hello')
    const open = observe()
    connector.connect(plain.url, open.handlers)
    await open.until('open')
    expect(proxy.asked).toEqual([server.url, plain.url].map((url) => new URL(url).host))
    await connector.close()
    const unknown = observe()
    createWsConnector({ proxyUrl }).connect(server.url, unknown.handlers)
    await unknown.until('close')
    expect(unknown.told[0]).toMatch(/self.signed|certificate|verify/i)
  })

  it('says that the proxy refused, without its password', async () => {
    await using proxy = await startConnectProxy('Basic something else')
    const { told, handlers, until } = observe()
    createWsConnector({ proxyUrl: `http://me:secret@127.0.0.1:${proxy.port}` }).connect(
      'ws://exchange.invalid/ws',
      handlers,
    )
    await until('close')
    expect(told).toEqual(['close 1006 the proxy refused the connection: 407'])
  })
})

async function listenSecurely(identity: ReturnType<typeof createSelfSigned>) {
  const server = createTlsServer(identity)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.send('hello'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `wss://localhost:${(server.address() as AddressInfo).port}/ws`,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A proxy that knows CONNECT and nothing else. */
async function startConnectProxy(authorization: string) {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => {})
    near.once('data', (chunk) => {
      const text = chunk.toString()
      const [, host = '', port = ''] = /^CONNECT ([^:]+):(\d+) HTTP/.exec(text) ?? []
      if (!text.includes(`Proxy-Authorization: ${authorization}\r\n`)) {
        near.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
        return
      }
      asked.push(`${host}:${port}`)
      const far = connect(Number(port), '127.0.0.1', () => {
        near.write('HTTP/1.1 200 Connection established\r\n\r\n')
        near.pipe(far).pipe(near)
      })
      sockets.add(far)
      far.on('error', () => near.destroy())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    asked,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
