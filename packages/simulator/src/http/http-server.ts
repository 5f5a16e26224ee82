import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

import type { RawResponse, RequestHandler } from './raw-request.ts'

/** Bytes of a body after which the rest is not read and the connection is cut: 413. */
const maxBodyBytes = 1_048_576
const maxHeaderBytes = 65_536
const slowClientMs = 10_000
/** Longer than clients keep idle sockets, so that they close first and never write into a closing one. */
const idleMs = 65_000

export interface HttpSurface {
  readonly handle: RequestHandler
  /** Takes over a WebSocket handshake. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/**
 * Puts the request handler behind a real HTTP server. Whatever arrives gets an answer or is cut: headers that never
 * end, bodies that never end or are too big, bytes that are not HTTP.
 */
export function createHttpServer({ handle, upgrade }: HttpSurface): Server {
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: slowClientMs,
      requestTimeout: slowClientMs,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: idleMs,
      noDelay: true,
    },
    (request, response) => {
      readBody(request, (body) => {
        if (body === undefined) {
          refuseBody(request, response)
          return
        }
        write(response, handle(toRaw(request, body)))
      })
    },
  )
  server.on('upgrade', upgrade)
  server.on('clientError', answerBrokenRequest)
  return server
}

/** Collects the body; hands on `undefined` once it is too big, and nothing at all when the client went away. */
function readBody(request: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  let finished = false
  const finish = (body: string | undefined) => {
    if (finished) return
    finished = true
    done(body)
  }
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBodyBytes) {
      chunks.length = 0
      finish(undefined)
      return
    }
    chunks.push(chunk)
  })
  request.on('end', () => finish(chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8')))
  request.on('error', () => {
    finished = true
  })
}

function toRaw(request: IncomingMessage, body: string) {
  const target = request.url ?? '/'
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
    remoteAddress: plainAddress(request.socket.remoteAddress),
  }
}

/** An IPv4 address that came in over IPv6 (`::ffff:127.0.0.1`) counts as what it is. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

function write(response: ServerResponse, answer: RawResponse): void {
  const bytes = Buffer.from(answer.body, 'utf8')
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length })
  response.end(bytes)
}

function refuseBody(request: IncomingMessage, response: ServerResponse): void {
  write(response, {
    status: 413,
    headers: { 'content-type': 'application/json;charset=UTF-8', connection: 'close' },
    body: '{"code":-1130,"msg":"Request body is too large."}',
  })
  response.on('finish', () => request.destroy())
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
