import type { Clock } from '@aster/core'

import type { Metrics } from './create-metrics.ts'
import { deferUntilScrape } from './defer-until-scrape.ts'

/** What a hook of the REST client tells of an answered request; `ResponseEvent` of `@aster/rest` is one. */
export interface AnsweredRequest {
  readonly endpoint: string
  readonly lane: string
  readonly orders: number
  readonly outcome: string
  readonly durationMs: number
}

const listenKeyCalls: ReadonlySet<string> = new Set(['createListenKey', 'keepAliveListenKey'])

/**
 * Measures the round trips of orders, amends and cancels, and how long ago the listen key was kept alive. Give it to the
 * REST client of an account: `createRestClient({ hooks: watchRequests(metrics, { account, clock }) })`.
 */
export function watchRequests(
  metrics: Metrics,
  { account, clock }: { readonly account: string; readonly clock: Pick<Clock, 'monotonicMs'> },
): { onResponse(event: AnsweredRequest): void } {
  let keep: (trip: { readonly endpoint: string; readonly durationMs: number }) => void = () => undefined
  let keptAliveAtMs: number | undefined
  deferUntilScrape<Parameters<typeof keep>[0]>(
    metrics,
    ({ endpoint, durationMs }) => metrics.orderRoundTrip.observe({ account, endpoint }, durationMs / 1_000),
    (listener) => {
      keep = listener
      return () => undefined
    },
  )
  metrics.onScrape(() => {
    if (keptAliveAtMs !== undefined)
      metrics.listenKeyAge.set({ account }, (clock.monotonicMs() - keptAliveAtMs) / 1_000)
  })
  return {
    onResponse({ endpoint, lane, orders, outcome, durationMs }) {
      if (listenKeyCalls.has(endpoint)) {
        if (outcome === 'accepted') keptAliveAtMs = clock.monotonicMs()
        return
      }
      // without an answer there is no round trip
      if ((lane === 'read' && orders === 0) || (outcome !== 'accepted' && outcome !== 'rejected')) return
      keep({ endpoint, durationMs })
    },
  }
}
