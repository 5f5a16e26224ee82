import type { UserEvent } from '@aster/api'

import { createRecentSet } from '../recent-set/create-recent-set.ts'
import { identifyUserEvent } from './identify-user-event.ts'
import type { UserStreamEvent } from './user-stream.ts'

const remembered = 10_000

/** Leaves out events that came before, and marks what is out of order. */
export interface EventSorter {
  /** Undefined for a repetition. */
  sort(event: UserEvent, isRecovered: boolean): UserStreamEvent | undefined
  /** True when an event of this order has come. */
  hasSeen(clientOrderId: string): boolean
}

export function createEventSorter(): EventSorter {
  const known = createRecentSet(remembered)
  const orders = createRecentSet(remembered)
  let newestAccountUpdateMs = -Infinity
  return {
    sort(event, isRecovered) {
      if (event.type === 'orderTradeUpdate') orders.add(event.order.clientOrderId)
      if (!known.add(identifyUserEvent(event))) return undefined
      if (event.type !== 'accountUpdate') return isRecovered ? { ...event, recovered: true } : event
      const isLate = event.transactionTimeMs < newestAccountUpdateMs
      newestAccountUpdateMs = Math.max(newestAccountUpdateMs, event.transactionTimeMs)
      return { ...event, ...(isRecovered && { recovered: true }), ...(isLate && { late: true }) }
    },
    hasSeen: (clientOrderId) => orders.has(clientOrderId),
  }
}
