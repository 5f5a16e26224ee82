import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { emitOrder } from './emit-order.ts'
import { endsWithPosition } from './ends-with-position.ts'
import type { Market } from './market.ts'
import { Order, type OrderDraft } from './order.ts'
import type { StrategyLeg } from './strategy/strategy.ts'
import type { OrderView } from './types.ts'

/** Gives a checked order its id, counts it as open and tells the owner: NEW. */
export function openOrder(
  context: EngineContext,
  account: Account,
  market: Market,
  draft: OrderDraft,
  strategyLeg?: StrategyLeg,
  status: OrderView['status'] = 'NEW',
): Order {
  const holding = account.holding(market)
  const leg = holding.leg(draft.positionSide)
  const order = new Order(++context.lastOrderId, account, market, leg, draft, context.nowMs)
  if (draft.clientOrderId !== undefined) account.ordersByClientId.set(draft.clientOrderId, order)
  holding.openOrders++
  if (order.isConditional) holding.conditionalOrders++
  if (endsWithPosition(order)) leg.reducingOrders++
  if (strategyLeg !== undefined) {
    order.strategyLeg = strategyLeg
    strategyLeg.order = order
  }
  order.status = status
  emitOrder(context, order, 'NEW')
  return order
}
