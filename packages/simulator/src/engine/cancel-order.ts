import type { Account } from './account.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { findOrder } from './find-order.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
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

/** Ends all open orders of an account, of one market or all; oldest first. The caller settles the markets. */
export function closeAllOrders(
  context: EngineContext,
  account: Account,
  market: Market | undefined,
  status: 'CANCELED' | 'EXPIRED',
  isMeant: (order: Order) => boolean = () => true,
): OrderView[] {
  dropPendingLegs(account, market, isMeant)
  const orders = [...account.openOrders.values()].filter(
    (order) => (market === undefined || order.market === market) && isMeant(order),
  )
  return orders.map((order) => {
    if (order.place !== 'closed') closeOrder(context, order, status)
    return order.snapshot()
  })
}

/** Orders that a strategy has still to place go with those that are placed. */
function dropPendingLegs(account: Account, market: Market | undefined, isMeant: (order: Order) => boolean): void {
  for (const strategy of account.openStrategies.values()) {
    if (market !== undefined && strategy.market !== market) continue
    const ends = strategy.legs.some(({ order }) => order !== undefined && order.place !== 'closed' && isMeant(order))
    if (!ends) continue
    for (const leg of strategy.legs) if (leg.state === 'pending') leg.state = 'dropped'
  }
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
