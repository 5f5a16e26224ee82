import { type Clock, createSystemClock, type Transport, TransportFailure, type TransportRequest } from '@aster/core'
import { type Dispatcher, Pool, ProxyAgent } from 'undici'

import { refuseCall } from '../request/violations.ts'
import { PendingRequest } from './pending-request.ts'

export interface UndiciTransportOptions {
  /** Measures time limits; the system clock by default. */
  readonly clock?: Pick<Clock, 'schedule'> | undefined
  /** Sockets per origin; 32 by default. Requests beyond wait, unsent, for a free one. */
  readonly connections?: number | undefined
  /** How long an idle socket is kept, 4 s by default: below what servers grant, so that none is used while it dies. */
  readonly keepAliveMs?: number | undefined
  /** Time to open a socket, 10 s by default; 0 leaves it to the request's own time limit. */
  readonly connectTimeoutMs?: number | undefined
  /** Longest answer taken, 16 MiB by default. */
  readonly maxBodyBytes?: number | undefined
  /** `http://host:port` of a proxy. Its credentials belong into the URL and are never printed. */
  readonly proxy?: string | undefined
}

const warmUpTimeoutMs = 10_000

/** The value is not repeated, and the platform's own error would carry it: there may be a password in it. */
function checkProxy(proxy: string): void {
  if (/^https?:\/\//.test(proxy) && URL.canParse(proxy)) return
  const message = 'must be http:// or https:// and a host'
  throw refuseCall('createUndiciTransport', 'proxy', 'url', '[hidden]', message)
}

/**
 * Sends requests over HTTP/1.1 with undici: one pool per origin, keep-alive, no pipelining. It never repeats a request,
 * and its failures say whether the request can have reached the exchange (`phase`).
 *
 * @throws {ParameterError} `proxy` is no URL.
 * @example
 * const transport = createUndiciTransport()
 * const client = createRestClient({ transport, clock, baseUrl: 'https://fapi.asterdex.com' })
 */
export function createUndiciTransport(options: UndiciTransportOptions = {}): Transport {
  const { connections = 32, keepAliveMs = 4_000, connectTimeoutMs = 10_000, maxBodyBytes = 16 * 1024 * 1024 } = options
  const { proxy } = options
  if (proxy !== undefined) checkProxy(proxy)
  const clock = options.clock ?? createSystemClock()
  const dispatchers = new Map<string, Dispatcher>()
  let closed = false

  const poolOptions: Pool.Options = {
    connections,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    // a server's own promise is taken, but never beyond ten minutes, and left two seconds early
    keepAliveMaxTimeout: 600_000,
    keepAliveTimeoutThreshold: 2_000,
    // time limits are ours, on our clock
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectTimeoutMs },
  }
  const findDispatcher = (origin: string): Dispatcher => {
    let dispatcher = dispatchers.get(origin)
    if (dispatcher === undefined) {
      dispatcher = proxy === undefined ? new Pool(origin, poolOptions) : new ProxyAgent({ ...poolOptions, uri: proxy })
      dispatchers.set(origin, dispatcher)
    }
    return dispatcher
  }

  const send = (request: TransportRequest) =>
    new Promise<Awaited<ReturnType<Transport['send']>>>((resolve, reject) => {
      const { url, method, headers, body, timeoutMs, signal } = request
      if (closed) return reject(new TransportFailure('unsent', 'closed', 'the transport is closed'))
      if (signal?.aborted === true) {
        return reject(new TransportFailure('unsent', 'aborted', 'given up by the caller', { cause: signal.reason }))
      }
      const slash = url.indexOf('/', url.indexOf('://') + 3)
      const origin = slash === -1 ? url : url.slice(0, slash)
      const path = slash === -1 ? '/' : url.slice(slash)
      const pending = new PendingRequest(request, maxBodyBytes, resolve, reject)
      try {
        findDispatcher(origin).dispatch({ origin, path, method, headers, body: body ?? null }, pending)
        pending.watch(clock.schedule(timeoutMs, () => pending.expire(timeoutMs)))
      } catch (error) {
        pending.fail('invalid', error instanceof Error ? error.message : String(error), error)
      }
    })

  return {
    send,
    async warmUp(origin, count) {
      // a HEAD would close its socket again
      const request = { method: 'GET', url: `${origin}/fapi/v3/ping`, headers: { 'user-agent': 'aster-ts' } } as const
      // a socket that cannot be opened now is opened, or reported, by the first request
      const openOne = () => send({ ...request, timeoutMs: warmUpTimeoutMs }).catch(() => undefined)
      await Promise.all(Array.from({ length: Math.min(count, connections) }, openOne))
    },
    async close() {
      closed = true
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()))
    },
  }
}
