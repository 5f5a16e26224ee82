import {
  type Clock,
  sleep,
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '@aster/core'

/** A request as a fault rule sees it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  /** Parameters of query and body. */
  readonly params: URLSearchParams
  /** How many requests matched the rule before this one. */
  readonly count: number
}

/**
 * - `loseAnswer`: carried out, and the connection is cut before the answer.
 * - `answer503`: carried out, answered with 503.
 * - `refuse503`: not carried out, answered with 503.
 * - `drop`: not carried out, no answer.
 * - `unsent`: it never left.
 * - `answer`: not carried out, answered as told.
 * - `body`: not carried out, answered with this.
 * - `delay`: carried out after a while.
 */
export type Fault =
  | 'loseAnswer'
  | 'answer503'
  | 'refuse503'
  | 'drop'
  | 'unsent'
  | { readonly answer: { readonly status: number; readonly code: number; readonly msg: string } }
  | { readonly body: string }
  | { readonly delayMs: number }

export interface FaultRule {
  readonly when: (request: SeenRequest) => boolean
  readonly fault: Fault
  /** Stops after so many; 1 by default. */
  readonly times?: number
}

export interface FaultTransport extends Transport {
  add(rule: FaultRule): void
  /** Everything that was asked, oldest first. */
  readonly seen: readonly Omit<SeenRequest, 'count'>[]
}

/** Stands between a client and an exchange and spoils what the rules say. */
export function createFaultTransport(inner: Transport, clock: Clock): FaultTransport {
  const rules: { rule: FaultRule; count: number; left: number }[] = []
  const seen: Omit<SeenRequest, 'count'>[] = []
  const unavailable: TransportResponse = { status: 503, headers: {}, body: '{"code":-1001,"msg":"Internal error"}' }

  const spoil = async (fault: Fault, request: TransportRequest): Promise<TransportResponse> => {
    if (fault === 'unsent') throw new TransportFailure('unsent', 'refused', 'test: never left')
    if (fault === 'drop') {
      await sleep(clock, request.timeoutMs)
      throw new TransportFailure('sent', 'timeout', 'test: dropped')
    }
    if (fault === 'refuse503') return unavailable
    if (fault === 'answer503') {
      await inner.send(request)
      return unavailable
    }
    if (fault === 'loseAnswer') {
      await inner.send(request)
      throw new TransportFailure('sent', 'reset', 'test: answer lost')
    }
    if ('delayMs' in fault) {
      await sleep(clock, fault.delayMs)
      return inner.send(request)
    }
    if ('body' in fault) return { status: 200, headers: {}, body: fault.body }
    const { status, code, msg } = fault.answer
    return { status, headers: {}, body: JSON.stringify({ code, msg }) }
  }

  return {
    seen,
    add: (rule) => void rules.push({ rule, count: 0, left: rule.times ?? 1 }),
    async send(request) {
      const url = new URL(request.url)
      const params = new URLSearchParams(`${url.search.slice(1)}&${request.body ?? ''}`)
      const facts = { method: request.method, path: url.pathname, params }
      seen.push(facts)
      for (const entry of rules) {
        if (entry.left <= 0 || !entry.rule.when({ ...facts, count: entry.count })) continue
        entry.count += 1
        entry.left -= 1
        return spoil(entry.rule.fault, request)
      }
      return inner.send(request)
    },
    close: () => inner.close(),
  }
}

/** Matches the placing of an order with these parameters. */
export const placing =
  (params: Readonly<Record<string, string>> = {}) =>
  (request: Omit<SeenRequest, 'count'>): boolean =>
    request.method === 'POST' &&
    request.path === '/fapi/v3/order' &&
    Object.entries(params).every(([name, value]) => request.params.get(name) === value)

/** Matches the cancelling of an order. */
export const cancelling = (request: Omit<SeenRequest, 'count'>): boolean =>
  request.method === 'DELETE' && request.path === '/fapi/v3/order'
