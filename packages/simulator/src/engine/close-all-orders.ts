import type { Account } from './account.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
import type { OrderView } from './types.ts'

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
