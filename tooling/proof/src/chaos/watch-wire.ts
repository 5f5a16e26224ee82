import type { Clock, Transport, TransportRequest, TransportResponse } from '@aster/core'

import { hear } from '../demo/lying-link.ts'
import { mergeSpans, type Span } from './silence.ts'

/** What somebody on the wire can tell of the exchange: when it refused to answer, or did not. */
export interface WireWatch {
  readonly transport: Transport
  /** When a question or an order of the trades got no true answer, as separate stretches in order of time. */
  readSilence(): readonly Span[]
  /** When the fate of an order was open: its answer was lost, and it could still arrive. */
  readDoubt(): readonly Span[]
}

/** What trades wait for: orders, cancels, noops, and the questions about orders and positions. */
const watchedPaths = /\/(order|openOrder|openOrders|batchOrders|noop|chase|positionRisk|countdownCancelAll)$/
/** An answer that took longer was late. */
const promptMs = 300
/** After a refusal a client may pause so long before it asks again. */
const pauseMs = 2_500
/** What a client may take for the length of a limit that does not say how long it is. */
const unsaidLimitMs = 60_000

/**
 * Stands on the wire and notes when the exchange refused or did not answer. A refusal lasts until the next true answer,
 * but no longer than a client may pause, or than the exchange asked it to.
 */
export function watchWire(inner: Transport, clock: Clock, nonceWindowMs: number): WireWatch {
  const spans: Span[] = []
  const doubts = createDoubts(nonceWindowMs)
  let open: { fromMs: number; untilMs: number }[] = []
  const close = (nowMs: number) => {
    for (const { fromMs, untilMs } of open) spans.push({ fromMs, toMs: Math.min(nowMs, untilMs) })
    open = []
  }
  const judge = (request: TransportRequest, fromMs: number, response: TransportResponse | undefined) => {
    doubts.note(request, fromMs, response, clock.monotonicMs())
    if (!watchedPaths.test(new URL(request.url).pathname)) return
    const nowMs = clock.monotonicMs()
    if (response !== undefined && isTrueAnswer(response)) {
      if (nowMs - fromMs > promptMs) spans.push({ fromMs, toMs: nowMs })
      return close(nowMs)
    }
    open.push({ fromMs, untilMs: nowMs + (response === undefined ? pauseMs : readPauseMs(response, clock.now())) })
  }
  return {
    transport: {
      async send(request) {
        const fromMs = clock.monotonicMs()
        let response: TransportResponse | undefined
        try {
          response = await inner.send(request)
          return response
        } finally {
          judge(request, fromMs, response)
        }
      },
      close: () => inner.close(),
    },
    readSilence() {
      close(clock.monotonicMs())
      return mergeSpans(spans)
    },
    readDoubt: () => doubts.read(clock.monotonicMs()),
  }
}

/** A careful client allows so much for its own clock, and for lists that lag behind. */
const certaintyMarginMs = 10_000

/** Follows placements without an answer until they are found, killed by a noop of their nonce, or too old to arrive. */
function createDoubts(nonceWindowMs: number) {
  const spans: Span[] = []
  const open = new Map<string, { id: string; nonce: string; fromMs: number }>()
  const end = (nonce: string, nowMs: number) => {
    const doubt = open.get(nonce)
    if (doubt === undefined) return
    open.delete(nonce)
    spans.push({ fromMs: doubt.fromMs, toMs: Math.min(nowMs, doubt.fromMs + nonceWindowMs + certaintyMarginMs) })
  }
  return {
    note(request: TransportRequest, fromMs: number, response: TransportResponse | undefined, nowMs: number) {
      const { method, path, params } = hear(request)
      const nonce = params['nonce'] ?? ''
      const isAnswered = response !== undefined && isTrueAnswer(response)
      if (path.endsWith('/order') && method === 'POST' && !isAnswered) {
        open.set(nonce, { id: params['newClientOrderId'] ?? '', nonce, fromMs })
      }
      if (!isAnswered || response.status !== 200) return
      if (path.endsWith('/noop')) end(nonce, nowMs)
      if (!path.endsWith('/order') || method === 'POST') return
      for (const doubt of [...open.values()].filter(({ id }) => id === params['origClientOrderId']))
        end(doubt.nonce, nowMs)
    },
    read(nowMs: number) {
      for (const nonce of open.keys()) end(nonce, nowMs)
      return mergeSpans(spans)
    },
  }
}

/** A document of the exchange: what was asked for, or a refusal of the request itself. */
function isTrueAnswer({ status, body }: TransportResponse): boolean {
  if (status >= 500 || status === 429 || status === 418 || status === 403) return false
  try {
    const answer = JSON.parse(body) as { code?: number } | null
    // "unknown, perhaps carried out" is no answer
    return ![-1000, -1001, -1006, -1007].includes(answer?.code ?? 0)
  } catch {
    return false
  }
}

function readPauseMs({ status, headers, body }: TransportResponse, nowMs: number): number {
  if (status !== 429 && status !== 418) return pauseMs
  const seconds = Number(headers['retry-after'])
  if (seconds > 0) return seconds * 1_000 + pauseMs
  const untilMs = Number(/until (\d{13})/.exec(body)?.[1])
  return (untilMs > nowMs ? untilMs - nowMs : unsaidLimitMs) + pauseMs
}
