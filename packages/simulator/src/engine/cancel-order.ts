import type { Account } from './account.ts'
import { closeAllOrders } from './close-all-orders.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { findOrder } from './find-order.ts'
import { accept, refuse } from './refusal.ts'
import { settleMarket } from './settle-market.ts'
import type { OrderReference, OrderView, Outcome } from './types.ts'

/** Cancels one open order; -2011 when it is not open. */
export function cancelOrder(context: EngineContext, account: Account, reference: OrderReference): Outcome<OrderView> {
  const found = findOrder(context, account, reference, -2011)
  if (!found.ok) return found
  const { order, market } = found.value
  if (order.place === 'closed') return refuse(-2011, 'Unknown order sent.')
  closeOrder(context, order, 'CANCELED')
  settleMarket(context, market)
  return accept(order.snapshot())
}

/** Cancels all open orders of a symbol; none is fine. */
export function cancelAllOrders(
  context: EngineContext,
  account: Account,
  symbol: string,
): Outcome<readonly OrderView[]> {
  const market = context.markets.get(symbol)
  if (market === undefined) return refuse(-1121)
  const closed = closeAllOrders(context, account, market, 'CANCELED')
  settleMarket(context, market)
  return accept(closed)
}
