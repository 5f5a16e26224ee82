import type { Agent } from 'node:http'
import type { createConnection } from 'node:net'

import type { Connector, Socket, SocketHandlers } from '@aster/core'
import { WebSocket } from 'ws'

import { connectThroughProxy } from './connect-through-proxy.ts'
import { isLoopback } from './is-loopback.ts'

export interface WsConnectorOptions {
  /** A firewall answers 403 to clients without one. */
  readonly userAgent?: string
  /** Offers permessage-deflate: less traffic, more latency. Never used on loopback. Off by default. */
  readonly compress?: boolean
  /** An agent of your own, as for SOCKS. Certificates are verified whatever it is. */
  readonly agent?: Agent
  /** An HTTP proxy that is asked to CONNECT: `http://name:password@host:port`. */
  readonly proxyUrl?: string
  /** Certificate of an authority, PEM, for an exchange that the public ones do not vouch for. Replaces them. */
  readonly ca?: string
  /** A larger message closes the connection. 16 MiB by default. */
  readonly maxMessageBytes?: number
}

/** Real sockets. Pings of the exchange are answered with their own payload. */
export function createWsConnector(options: WsConnectorOptions = {}): Connector {
  const { userAgent = 'aster-ts', compress = false, agent, proxyUrl, ca, maxMessageBytes = 16 * 1024 * 1024 } = options
  const open = new Set<WebSocket>()

  const connect = (url: string, handlers: SocketHandlers, { handshakeTimeoutMs = 10_000 } = {}): Socket => {
    const webSocket = new WebSocket(url, {
      handshakeTimeout: handshakeTimeoutMs,
      perMessageDeflate: compress && !isLoopback(url),
      maxPayload: maxMessageBytes,
      headers: { 'User-Agent': userAgent },
      rejectUnauthorized: true,
      ...(agent === undefined ? {} : { agent }),
      ...(ca === undefined ? {} : { ca }),
      ...(proxyUrl === undefined ? {} : { createConnection: createProxyConnection(proxyUrl, url, ca) }),
    })
    open.add(webSocket)
    let failure = ''
    let isPaused = false
    webSocket.on('open', () => {
      if (isPaused) webSocket.pause()
      handlers.onOpen()
    })
    webSocket.on('message', (data) => handlers.onMessage(toText(data)))
    webSocket.on('ping', (payload) => handlers.onPing?.(payload))
    webSocket.on('pong', (payload) => handlers.onPong?.(payload))
    webSocket.on('error', (error) => {
      failure = error.message
    })
    webSocket.on('close', (code, reason) => {
      open.delete(webSocket)
      handlers.onClose(code, reason.length > 0 ? reason.toString() : failure)
    })
    return {
      send: (text) => {
        if (webSocket.readyState === WebSocket.OPEN) webSocket.send(text)
      },
      ping: (payload) => {
        if (webSocket.readyState === WebSocket.OPEN) webSocket.ping(payload)
      },
      pause: () => {
        isPaused = true
        webSocket.pause()
      },
      resume: () => {
        isPaused = false
        webSocket.resume()
      },
      get bufferedBytes() {
        return webSocket.bufferedAmount
      },
      close: (code, reason) => webSocket.close(code, reason),
      terminate: () => webSocket.terminate(),
    }
  }

  const close = async () => {
    await Promise.all(
      [...open].map((webSocket) => {
        const closed = new Promise<void>((resolve) => webSocket.once('close', () => resolve()))
        webSocket.terminate()
        return closed
      }),
    )
  }

  return { connect, close }
}

/** What `ws` calls to get a socket; it may come later, as everywhere in Node's HTTP. */
function createProxyConnection(proxyUrl: string, url: string, ca: string | undefined): typeof createConnection {
  const { protocol, hostname, port } = new URL(url)
  const isSecure = protocol === 'wss:'
  const target = {
    host: hostname,
    port: Number(port || (isSecure ? 443 : 80)),
    tls: isSecure ? { servername: hostname, ca } : undefined,
  }
  const connect = (_options: unknown, onConnected: Parameters<typeof connectThroughProxy>[2]) =>
    connectThroughProxy(proxyUrl, target, onConnected)
  return connect as unknown as typeof createConnection
}

function toText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString()
}
