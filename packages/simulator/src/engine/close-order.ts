import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { emitOrder } from './emit-order.ts'
import { endsWithPosition } from './ends-with-position.ts'
import type { Leg } from './leg.ts'
import type { Order } from './order.ts'
import { unrestOrder } from './resting.ts'
import type { OrderView } from './types.ts'

/** Ends an order that is not filled, wherever it is, and tells the owner. */
export function closeOrder(
  context: EngineContext,
  order: Order,
  status: OrderView['status'],
  executionType: 'CANCELED' | 'EXPIRED' | 'CALCULATED' = status === 'CANCELED' ? 'CANCELED' : 'EXPIRED',
): void {
  if (order.place === 'resting') unrestOrder(context, order)
  else if (order.place === 'waiting') order.market.triggers.remove(order)
  order.status = status
  fileOrder(order)
  emitOrder(context, order, executionType)
}

/** Moves an order from the open ones to the history. */
export function fileOrder(order: Order): void {
  const { account } = order
  const { holding } = order.leg
  order.place = 'closed'
  account.openOrders.delete(order.id)
  holding.openOrders--
  if (order.isConditional) holding.conditionalOrders--
  if (endsWithPosition(order)) order.leg.reducingOrders--
  const dropped = account.closedOrders.add(order)
  if (dropped !== undefined) forgetClientId(account, dropped)
}

function forgetClientId(account: Account, order: Order): void {
  const { clientOrderId } = order.draft
  if (clientOrderId !== undefined && account.ordersByClientId.get(clientOrderId) === order) {
    account.ordersByClientId.delete(clientOrderId)
  }
}

/** Once a position is gone or has turned, ends the orders that could only have reduced it. closePosition orders stay, unless they are GTE_GTC. */
export function expireLeftovers(context: EngineContext, leg: Leg): void {
  if (leg.reducingOrders === 0 || context.policy.leftoverReduceOnly === 'keep') return
  const leftovers: Order[] = []
  for (const order of leg.holding.account.openOrders.values()) {
    const isLeftover = order.leg === leg && endsWithPosition(order) && order.place !== 'working'
    if (isLeftover && leg.reducibleBy(order.sign) === 0) leftovers.push(order)
  }
  for (const order of leftovers) if (order.place !== 'closed') closeOrder(context, order, 'EXPIRED')
}
