import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import type { Carry, Link } from '../faults/carry.ts'
import type { RawResponse } from './raw-request.ts'

/** A longer body is read to its end, kept nowhere and answered with 413: cutting earlier would lose the answer, too. */
const maxBodyBytes = 1_048_576
/** Bytes of a body after which nobody waits for its end: the connection is cut. */
const endlessBodyBytes = 67_108_864
const maxHeaderBytes = 65_536
/** How long a client may take for its headers, and for the whole of its request. */
const defaultSlowClientMs = 10_000
/** Longer than clients keep idle sockets, so that they close first and never write into a closing one. */
const idleMs = 65_000

export interface HttpSurface {
  /** Takes each request to its end, perhaps to none. */
  readonly carry: Carry
  /** Takes over a WebSocket handshake. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** 10 s by default. */
  readonly slowClientMs?: number
}

/**
 * Puts the request handler behind a real HTTP server. Whatever arrives gets an answer or is cut: headers that never
 * end, bodies that never end or are too big, bytes that are not HTTP.
 */
export function createHttpServer({ carry, upgrade, slowClientMs = defaultSlowClientMs }: HttpSurface): Server {
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: slowClientMs,
      requestTimeout: slowClientMs,
      connectionsCheckingInterval: Math.min(1000, slowClientMs),
      keepAliveTimeout: idleMs,
      noDelay: true,
    },
    (request, response) => {
      readBody(request, (body) =>
        body === undefined ? write(response, bodyTooLarge) : carry(toRaw(request, body), toLink(request, response)),
      )
    },
  )
  server.on('upgrade', upgrade)
  server.on('clientError', answerBrokenRequest)
  return server
}

/** Collects the body; hands on `undefined` when it was too big, and nothing at all when the client went away. */
function readBody(request: IncomingMessage, done: (body: string | undefined) => void): void {
  let chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= maxBodyBytes) chunks.push(chunk)
    else chunks = []
    if (size > endlessBodyBytes) request.destroy()
  })
  request.on('end', () => done(size > maxBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8')))
  // The client went away: there is nobody to answer.
  request.on('error', () => undefined)
}

function toRaw(request: IncomingMessage, body: string) {
  const target = toOriginForm(request.url ?? '/')
  const mark = target.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    method: request.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    body,
    headers,
    remoteAddress: addressOf(request.socket),
  }
}

/** A client that thinks it talks to a proxy names the whole address: `GET http://127.0.0.1:9001/fapi/v3/time`. */
function toOriginForm(target: string): string {
  if (target.startsWith('/')) return target
  const match = /^https?:\/\/[^/?]*(.*)$/i.exec(target)
  return match === null ? target : `${match[1]?.startsWith('/') === true ? '' : '/'}${match[1]}`
}

/** Asking a socket costs more than remembering, and an address does not change. */
const addresses = new WeakMap<Socket, string>()

function addressOf(socket: Socket): string {
  const known = addresses.get(socket)
  if (known !== undefined) return known
  const address = plainAddress(socket.remoteAddress)
  addresses.set(socket, address)
  return address
}

/** An IPv4 address that came in over IPv6 (`::ffff:127.0.0.1`) counts as what it is. */
function plainAddress(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

function toLink(request: IncomingMessage, response: ServerResponse): Link {
  return {
    answer: (answer) => write(response, answer),
    drop: () => request.socket.destroy(),
    onGone(listener) {
      if (response.destroyed) listener()
      else response.once('close', () => response.writableEnded || listener())
    },
  }
}

function write(response: ServerResponse, answer: RawResponse): void {
  if (response.destroyed) return
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
  // as text: it goes out with its headers in one piece
  response.end(answer.body)
}

const bodyTooLarge: RawResponse = {
  status: 413,
  headers: { 'content-type': 'application/json;charset=UTF-8', connection: 'close' },
  body: '{"code":-1130,"msg":"Request body is too large."}',
}

const brokenAnswers: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Answers what the HTTP parser could not read, or what came too slowly, and closes. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = brokenAnswers[error.code ?? ''] ?? '400 Bad Request'
  const body = '{"code":-1000,"msg":"Malformed request."}'
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  )
}
