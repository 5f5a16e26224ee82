import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

import { type WebSocket, WebSocketServer } from 'ws'

import type { Sink } from './sink.ts'
import type { StreamHub } from './stream-hub.ts'

/** Control frames are short; 200 names fit many times. A longer frame is answered with close code 1009. */
const maxFrameBytes = 65_536

export interface WebSocketSurface {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Closes every socket of this surface in order. */
  closeAll(): void
  /** Cuts those that are left. */
  cutAll(): void
}

/** Puts the stream hub behind real sockets. */
export function createWebSocketSurface(hub: StreamHub): WebSocketSurface {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    clientTracking: true,
    // a socket that a fault has silenced answers nothing
    autoPong: false,
  })

  const attach = (socket: WebSocket, target: { path: string; query: string }) => {
    const connection = hub.connect(target, createSink(socket))
    if (connection === undefined) return
    socket.on('message', (data, isBinary) => connection.receive(isBinary ? '' : toText(data)))
    socket.on('ping', (payload) => connection.receivePing(payload))
    socket.on('pong', () => connection.receivePong())
    socket.on('close', () => connection.end())
    // A broken frame or a reset connection: `close` follows.
    socket.on('error', () => undefined)
  }

  return {
    upgrade: (request, socket, head) => {
      const target = splitTarget(request.url ?? '/')
      socket.on('error', () => socket.destroy())
      if (!hub.isOpen) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      if (!hub.serves(target.path)) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (opened) => attach(opened, target))
    },
    closeAll() {
      for (const socket of server.clients) socket.close(1001, 'the exchange is shutting down')
    },
    cutAll() {
      for (const socket of server.clients) socket.terminate()
    },
  }
}

function createSink(socket: WebSocket): Sink {
  return {
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    pong: (payload) => socket.pong(payload),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    get bufferedBytes() {
      return socket.bufferedAmount
    },
  }
}

function toText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.from(data as Buffer).toString('utf8')
}

function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?')
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}
