import type { FeedEvent } from '@aster/core'

import type { EventFeed } from '../feed/create-event-feed.ts'
import type { Metrics } from './create-metrics.ts'
import { deferUntilScrape } from './defer-until-scrape.ts'

/** Remembered acknowledgements that have no fill yet; the oldest go. */
const mostAcknowledged = 1_000

/** Counts what a feed tells. Returns how to stop. */
export function feedMetrics(feed: EventFeed, metrics: Metrics): () => void {
  const acknowledgedAtMs = new Map<string, number>()
  const observe = (event: FeedEvent): void => {
    switch (event.kind) {
      case 'market':
        if (event.ageMs !== undefined) metrics.bookLag.set({ symbol: event.symbol }, event.ageMs / 1_000)
        return
      case 'order': {
        const { account, symbol, status, clientOrderId } = event
        metrics.orders.inc({ account, symbol, status })
        if (status === 'NEW' && !acknowledgedAtMs.has(clientOrderId)) {
          acknowledgedAtMs.set(clientOrderId, event.atMs)
          const [oldest] = acknowledgedAtMs.keys()
          if (acknowledgedAtMs.size > mostAcknowledged && oldest !== undefined) acknowledgedAtMs.delete(oldest)
        }
        return
      }
      case 'fill': {
        const { account, symbol, side, clientOrderId } = event
        metrics.fills.inc({ account, symbol, side })
        const ackMs = acknowledgedAtMs.get(clientOrderId)
        acknowledgedAtMs.delete(clientOrderId)
        if (ackMs !== undefined) metrics.ackToFill.observe({ account, symbol }, Math.max(0, event.atMs - ackMs) / 1_000)
        return
      }
      case 'position': {
        const { account, symbol, positionSide: side, quantity } = event
        metrics.positionQuantity.set({ account, symbol, side }, Number(quantity))
        return
      }
      case 'incident':
        metrics.incidents.inc({ severity: event.severity, what: event.what })
        return
      case 'limit':
        if (event.name === 'weight') metrics.weightUsed.set(event.used)
        else metrics.ordersUsed.set({ account: event.account ?? '', interval: event.name }, event.used)
        return
      case 'equity':
        for (const part of ['realizedPnl', 'unrealizedPnl', 'fees', 'funding'] as const) {
          metrics.pnl.set({ account: event.account, part }, Number(event[part]))
        }
        return
      case 'clock':
        metrics.clockDrift.set(event.driftMs / 1_000)
        return
      case 'signal': {
        const { action, status, latencyMs } = event
        metrics.signals.inc({ action, status })
        if (latencyMs !== undefined) metrics.signalDuration.observe({ action }, Math.max(0, latencyMs) / 1_000)
        return
      }
      case 'latency':
      case 'decision':
    }
  }
  return deferUntilScrape(metrics, observe, (keep) => feed.subscribe(keep))
}
