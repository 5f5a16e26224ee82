import {
  type Clock,
  type Timer,
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '@aster/core'

import type { RequestHandler } from './raw-request.ts'

export interface MemoryTransportOptions {
  readonly handle: RequestHandler
  readonly clock: Clock
  /** Time from sending to arrival, and again from answering to receipt. */
  readonly latencyMs: number
  /** What the exchange sees as the caller's address. */
  readonly remoteAddress: string
}

/**
 * A transport that calls the request handler directly. The request arrives after the latency, the answer after the
 * latency once more, both on the clock; a timeout or an abort in between leaves the order where it is.
 */
export function createMemoryTransport(options: MemoryTransportOptions): Transport {
  const { clock, latencyMs } = options
  let closed = false

  const send = (request: TransportRequest): Promise<TransportResponse> => {
    if (closed) return Promise.reject(new TransportFailure('unsent', 'closed', 'the transport is closed'))
    const { signal } = request
    if (signal?.aborted === true) {
      return Promise.reject(new TransportFailure('unsent', 'aborted', 'aborted before it was sent'))
    }
    return new Promise((resolve, reject) => {
      let reply: Timer | undefined
      let settled = false
      const settle = (act: () => void) => {
        settled = true
        reply?.cancel()
        deadline.cancel()
        signal?.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => settle(() => reject(new TransportFailure('sent', 'aborted', 'aborted after it was sent')))
      const deadline = clock.schedule(request.timeoutMs, () =>
        settle(() => reject(new TransportFailure('sent', 'timeout', `no answer within ${request.timeoutMs} ms`))),
      )
      // What was sent arrives, even when nobody waits for the answer any more.
      clock.schedule(latencyMs, () => {
        const answer = options.handle(toRaw(request, options.remoteAddress))
        if (!settled) reply = clock.schedule(latencyMs, () => settle(() => resolve(answer)))
      })
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    send,
    close: () => {
      closed = true
      return Promise.resolve()
    },
  }
}

function toRaw(request: TransportRequest, remoteAddress: string) {
  const { pathname, search } = splitUrl(request.url)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value
  return { method: request.method, path: pathname, query: search, body: request.body ?? '', headers, remoteAddress }
}

/** Cuts a URL as text: what was signed must reach the handler as it was written. */
function splitUrl(url: string): { pathname: string; search: string } {
  const scheme = url.indexOf('://')
  const slash = url.indexOf('/', scheme === -1 ? 0 : scheme + 3)
  const target = slash === -1 ? '/' : url.slice(slash)
  const mark = target.indexOf('?')
  return mark === -1
    ? { pathname: target, search: '' }
    : { pathname: target.slice(0, mark), search: target.slice(mark + 1) }
}
