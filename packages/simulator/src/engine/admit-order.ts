import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { executeOrder } from './execute-order.ts'
import type { Market } from './market.ts'
import { openOrder } from './open-order.ts'
import type { Order, OrderDraft } from './order.ts'
import type { StrategyLeg } from './strategy/strategy.ts'

/** Gives a checked order its id and lets it meet the book or wait for its trigger. The caller settles the market. */
export function admitOrder(
  context: EngineContext,
  account: Account,
  market: Market,
  draft: OrderDraft,
  leg?: StrategyLeg,
): Order {
  const order = openOrder(context, account, market, draft, leg)
  const follows = draft.peg !== undefined && leg === undefined && context.policy.peg === 'everySecond'
  if (follows) market.pegged.add(order)
  if (!order.isConditional) {
    executeOrder(context, order)
    return order
  }
  order.place = 'waiting'
  account.openOrders.set(order.id, order)
  if (order.type === 'TRAILING_STOP_MARKET') {
    order.extremeE8 =
      draft.workingType === 'MARK_PRICE' ? market.markTriggerE8 : market.lastTicks * market.instrument.tickE8
  }
  market.triggers.add(order)
  return order
}
