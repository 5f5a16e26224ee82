import type { OrderTracker } from '../orders/order-tracker.ts'
import type { UnfinishedOrder } from './read-unfinished.ts'

/** Gives back to the tracker what was known of each order when it was last written down. */
export function restoreOrders(tracker: Pick<OrderTracker, 'open' | 'apply'>, orders: readonly UnfinishedOrder[]): void {
  for (const { clientOrderId, terms, notes, fills } of orders) {
    tracker.open(clientOrderId, terms)
    for (const note of notes) {
      const { orderId, state, filledQuantity, averagePrice, triggered, refusal } = note
      if (note.acknowledgedMs !== undefined) {
        tracker.apply({ clientOrderId, orderId, state: 'open', timeMs: note.acknowledgedMs })
      }
      // silence was never proof, and the exchange is about to be asked
      const known = state === 'presumedAbsent' ? 'sent' : state
      const timeMs = note.updatedMs
      tracker.apply({ clientOrderId, orderId, state: known, timeMs, filledQuantity, averagePrice, triggered, refusal })
    }
    for (const fill of fills) {
      tracker.apply({ clientOrderId, orderId: fill.orderId, state: 'sent', timeMs: fill.timeMs, fill })
    }
  }
}
