import { toDecimal } from '@aster/core'

import { amendOrder, toMoveRequest } from './amend-order.ts'
import { awaitOrder } from './await-order.ts'
import { cancelOrder, ensureGone } from './cancel-order.ts'
import { isTerminal } from './evidence.ts'
import type { DeskParts, OrderDesk } from './order-desk.ts'
import type { OrderView } from './order-view.ts'
import { placeOrder } from './place-order.ts'
import { placePlan } from './place-plan.ts'
import { queryOrder } from './query-order.ts'

/** Over for good, or known never to have existed. */
const isOver = (view: OrderView): boolean => isTerminal(view.state) || view.state === 'presumedAbsent'

/**
 * Binds the procedures on orders to one account.
 *
 * @param readOnly - Why nothing may be sent; undefined when it may.
 */
export function createOrderDesk(
  parts: DeskParts,
  owns: (clientOrderId: string) => boolean,
  readOnly?: Error,
): OrderDesk {
  const { tracker } = parts
  const going = new Map<string, Promise<void>>()
  return {
    async place(request, options) {
      options?.signal?.throwIfAborted()
      const preparing = parts.prepareRisk(request)
      if (preparing !== undefined) await preparing
      // judged and written into the tracker in one turn: the next order is judged with this one counted
      return placeOrder(parts, parts.approve(request), options)
    },
    placePlan: (requests, options) => placePlan(parts, requests, options),
    async cancel(clientOrderId, options) {
      if (readOnly !== undefined) throw readOnly
      return cancelOrder(parts, clientOrderId, options)
    },
    async amend(clientOrderId, price, options) {
      const view = tracker.get(clientOrderId)
      if (view === undefined) throw new RangeError(`No order ${clientOrderId} is known`)
      const preparing = parts.prepareRisk(toMoveRequest(view, price))
      if (preparing !== undefined) await preparing
      const request = toMoveRequest(tracker.get(clientOrderId) ?? view, price)
      return amendOrder(parts, parts.approve(request, clientOrderId), options)
    },
    async query(clientOrderId, options = {}) {
      const symbol = tracker.get(clientOrderId)?.terms?.symbol
      if (symbol === undefined) throw new RangeError(`No order ${clientOrderId} is known`)
      return queryOrder(parts, clientOrderId, { symbol, signal: options.signal })
    },
    awaitTerminal: (clientOrderId, options) => awaitOrder(parts, clientOrderId, isOver, options),
    awaitFill: (clientOrderId, options) =>
      awaitOrder(parts, clientOrderId, (view) => isOver(view) || toDecimal(view.filledQuantity).gt(0), options),
    ensureGone(clientOrderId) {
      if (readOnly !== undefined) return Promise.resolve()
      const running = going.get(clientOrderId)
      if (running !== undefined) return running
      const task = ensureGone(parts, clientOrderId).finally(() => going.delete(clientOrderId))
      going.set(clientOrderId, task)
      return task
    },
    get: tracker.get,
    list: tracker.list,
    onChange: tracker.onChange,
    nextId: parts.nextId,
    owns,
  }
}
