import type { TransportRequest, TransportResponse } from '@aster/core'

import { redactHeaders, redactText } from '../redact.ts'
import type { DriftEvent, RequestEvent, ResponseEvent, RestHooks } from './hooks.ts'

type Wire = Pick<TransportRequest, 'method' | 'url' | 'headers' | 'body'>

/** Calls the hooks of a client, keeps what they throw away from the call, and never shows them a secret. */
export interface Reporter {
  /** True when nobody listens to requests and responses. */
  readonly isSilent: boolean
  request(event: RequestEvent, wire: Wire): void
  response(event: ResponseEvent, wire: Wire, response: TransportResponse | undefined): void
  /** Passes each endpoint, kind and field on once. */
  drift(event: DriftEvent): void
}

const ignoreErrors = (report: () => void): void => {
  try {
    report()
  } catch {
    // a metric that fails must not fail an order
  }
}

export function createReporter(hooks: RestHooks): Reporter {
  const reported = new Set<string>()
  return {
    isSilent: hooks.onRequest === undefined && hooks.onResponse === undefined && hooks.onDebug === undefined,
    request(event, wire) {
      if (hooks.onRequest !== undefined) ignoreErrors(() => hooks.onRequest?.(event))
      if (hooks.onDebug === undefined) return
      const { method, url, headers, body = '' } = wire
      const { endpoint } = event
      const shown = { url: redactText(url), headers: redactHeaders(headers), body: redactText(body) }
      ignoreErrors(() => hooks.onDebug?.({ endpoint, direction: 'request', method, ...shown }))
    },
    response(event, wire, response) {
      if (hooks.onResponse !== undefined) ignoreErrors(() => hooks.onResponse?.(event))
      if (hooks.onDebug === undefined || response === undefined) return
      const { method, url } = wire
      const { status, headers, body } = response
      const shown = { url: redactText(url), headers: redactHeaders(headers), body: redactText(body) }
      ignoreErrors(() => hooks.onDebug?.({ endpoint: event.endpoint, direction: 'response', method, status, ...shown }))
    },
    drift(event) {
      const key = `${event.endpoint} ${event.kind} ${event.field}`
      if (hooks.onDrift === undefined || reported.has(key)) return
      reported.add(key)
      ignoreErrors(() => hooks.onDrift?.(event))
    },
  }
}
