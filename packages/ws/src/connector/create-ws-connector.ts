import type { Agent } from 'node:http'

import type { Connector, Socket, SocketHandlers } from '@aster/core'
import { WebSocket } from 'ws'

import { isLoopback } from './is-loopback.ts'

export interface WsConnectorOptions {
  /** A firewall answers 403 to clients without one. */
  readonly userAgent?: string
  /** Offers permessage-deflate: less traffic, more latency. Never used on loopback. Off by default. */
  readonly compress?: boolean
  /** An agent that goes through a proxy. Certificates are verified whatever it is. */
  readonly agent?: Agent
  /** A larger message closes the connection. 16 MiB by default. */
  readonly maxMessageBytes?: number
}

/** Real sockets. Pings of the exchange are answered with their own payload. */
export function createWsConnector(options: WsConnectorOptions = {}): Connector {
  const { userAgent = 'aster-ts', compress = false, agent, maxMessageBytes = 16 * 1024 * 1024 } = options
  const open = new Set<WebSocket>()

  const connect = (url: string, handlers: SocketHandlers, { handshakeTimeoutMs = 10_000 } = {}): Socket => {
    const webSocket = new WebSocket(url, {
      handshakeTimeout: handshakeTimeoutMs,
      perMessageDeflate: compress && !isLoopback(url),
      maxPayload: maxMessageBytes,
      headers: { 'User-Agent': userAgent },
      rejectUnauthorized: true,
      ...(agent === undefined ? {} : { agent }),
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

function toText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString()
}
