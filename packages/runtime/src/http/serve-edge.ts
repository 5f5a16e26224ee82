import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { AsterError, type Secret } from '@aster/core'

/** Answers one request, or says that it is not its own. */
export type EdgeRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>

export interface EdgeServerOptions {
  /** Loopback by default. Anything else needs a token. */
  readonly host?: string | undefined
  /** 0 takes any free port. */
  readonly port: number
  /** Asked for on every route but `/livez` and `/readyz`: `Authorization: Bearer …`, or the cookie that `?token=` sets. */
  readonly token?: Secret | undefined
  /** Asked in order. */
  readonly routes: readonly EdgeRoute[]
}

export interface EdgeServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** The server cannot listen: the port is taken, the address is not ours, or it would be open to everybody. */
export class EdgeServerError extends AsterError {
  override name = 'EdgeServerError'
}

/** Strangers who hold connections open must not take those that the program needs to reach the exchange. */
const mostConnections = 256

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost'])

/** Pages and scripts come from here alone; nobody may frame it or guess types. */
export const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const

/**
 * The small HTTP server at the edge of a program: health, metrics, console. On loopback it is open to the machine, but
 * only under its own name, so that no web page can reach it by a name that points here. Elsewhere it wants a token.
 *
 * @throws {EdgeServerError} Not on loopback and no token, or the port cannot be had.
 */
export async function serveEdge(options: EdgeServerOptions): Promise<EdgeServer> {
  const { host = '127.0.0.1', port, token } = options
  if (!loopbackHosts.has(host) && token === undefined) {
    throw new EdgeServerError(`${host} can be reached from outside; set a token, or listen on 127.0.0.1`)
  }
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      void answer(request, response, options).catch(() => {
        if (!response.headersSent) send(response, 500, 'internal error')
        else response.destroy()
      })
    },
  )
  server.maxConnections = mostConnections
  await listen(server, host, port)
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use; choose another port' : `cannot be had: ${error.message}`
      reject(new EdgeServerError(`${host}:${port} ${reason}`, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, options: EdgeServerOptions): Promise<void> {
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value)
  const { host = '127.0.0.1', token, routes } = options
  const url = URL.parse(request.url ?? '/', 'http://edge')
  if (url === null) {
    send(response, 400, 'the address is none')
    return
  }
  if (loopbackHosts.has(host) && token === undefined && !isOwnName(request)) {
    send(response, 421, 'this server answers under its own address only')
    return
  }
  const isProbe = url.pathname === '/livez' || url.pathname === '/readyz'
  if (token !== undefined && !isProbe) {
    const offered = url.searchParams.get('token')
    if (offered !== null && request.method === 'GET' && isSame(offered, token.reveal())) {
      response.writeHead(303, {
        'set-cookie': `aster=${hash(token.reveal())}; HttpOnly; SameSite=Strict; Path=/`,
        location: url.pathname,
      })
      response.end()
      return
    }
    if (!isAllowed(request, token)) {
      response.setHeader('www-authenticate', 'Bearer')
      send(response, 401, 'a token is needed: Authorization: Bearer <token>, or ?token=<token> once')
      return
    }
  }
  // a page elsewhere can send a POST here, but not one with this header unless it is allowed to, and it is not
  if (request.method === 'POST' && request.headers['x-aster'] !== '1') {
    send(response, 403, 'the header x-aster: 1 is needed')
    return
  }
  for (const route of routes) if (await route(request, response, url)) return
  send(response, 404, 'there is nothing here')
}

function isOwnName({ headers, socket }: IncomingMessage): boolean {
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return loopbackHosts.has(name) || name === socket.localAddress
}

function isAllowed({ headers }: IncomingMessage, token: Secret): boolean {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return isSame(bearer, token.reveal())
  const cookie = /(?:^|;\s*)aster=([0-9a-f]{64})/.exec(headers.cookie ?? '')?.[1]
  return cookie !== undefined && isSame(cookie, hash(token.reveal()))
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Takes as long for a near miss as for a far one. */
const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** A short text. */
export function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

/** A JSON answer. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
