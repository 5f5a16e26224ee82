import { closeAllOrders } from '../close-all-orders.ts'
import type { EngineContext } from '../context.ts'
import type { Market } from '../market.ts'

/** Cancels the orders of those whose protection has tripped. Answers whether there was anybody. */
export function protectHoldings(context: EngineContext, market: Market): boolean {
  if (market.tripped.size === 0) return false
  for (const { account } of market.tripped) {
    closeAllOrders(context, account, market, 'CANCELED', (order) => isCovered(context, order.reduces))
  }
  market.tripped.clear()
  return true
}

/** What only reduces is left alone, unless the policy says otherwise. */
export const isCovered = (context: EngineContext, reduces: boolean): boolean =>
  !reduces || context.policy.protectionCovers === 'all'
