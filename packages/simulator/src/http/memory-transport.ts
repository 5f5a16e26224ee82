import {
  type Clock,
  type Timer,
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '@aster/core'

import type { Carry, Link } from '../faults/carry.ts'

export interface MemoryTransportOptions {
  readonly carry: Carry
  /** Whether the exchange takes no connections just now. */
  readonly isOut?: () => boolean
  readonly clock: Clock
  /** Time from sending to arrival, and again from answering to receipt. */
  readonly latencyMs: number
  /** What the exchange sees as the caller's address. */
  readonly remoteAddress: string
}

/**
 * A transport without sockets. The request arrives after the latency, the answer after the latency once more, both on
 * the clock; a timeout or an abort in between leaves the order where it is.
 */
export function createMemoryTransport(options: MemoryTransportOptions): Transport {
  const { clock, latencyMs } = options
  let closed = false

  const send = (request: TransportRequest): Promise<TransportResponse> => {
    if (closed) return Promise.reject(new TransportFailure('unsent', 'closed', 'the transport is closed'))
    if (options.isOut?.() === true) {
      return Promise.reject(new TransportFailure('unsent', 'refused', 'the exchange takes no connections'))
    }
    const { signal } = request
    if (signal?.aborted === true) {
      return Promise.reject(new TransportFailure('unsent', 'aborted', 'aborted before it was sent'))
    }
    return new Promise((resolve, reject) => {
      let reply: Timer | undefined
      let settled = false
      const gone: (() => void)[] = []
      const settle = (act: () => void) => {
        settled = true
        reply?.cancel()
        deadline.cancel()
        signal?.removeEventListener('abort', onAbort)
        act()
      }
      const giveUp = (reason: 'aborted' | 'timeout', message: string) => {
        settle(() => reject(new TransportFailure('sent', reason, message)))
        for (const listener of gone) listener()
      }
      const comeBack = (act: () => void) => {
        if (!settled) reply ??= clock.schedule(latencyMs, () => settle(act))
      }
      const onAbort = () => giveUp('aborted', 'aborted after it was sent')
      const deadline = clock.schedule(request.timeoutMs, () =>
        giveUp('timeout', `no answer within ${request.timeoutMs} ms`),
      )
      const link: Link = {
        answer: (answer) => comeBack(() => resolve(answer)),
        drop: () => comeBack(() => reject(new TransportFailure('sent', 'reset', 'the connection was cut'))),
        onGone: (listener) => (settled ? listener() : gone.push(listener)),
      }
      // What was sent arrives, even when nobody waits for the answer any more.
      clock.schedule(latencyMs, () => options.carry(toRaw(request, options.remoteAddress), link))
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
