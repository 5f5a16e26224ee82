import { checkAmendment, requeueOrder } from './amend-order.ts'
import type { EngineContext } from './context.ts'
import type { Order } from './order.ts'
import { snapToGrid } from './snap-to-grid.ts'

/** Moves a resting order to another price, as the exchange does for its owner. What breaks a rule leaves it as it was. */
export function repriceOrder(context: EngineContext, order: Order, wantedTicks: number): void {
  const priceTicks = snapToGrid(order.market, order.sign, wantedTicks)
  if (order.market.instrument.entry.status !== 'TRADING') return
  if (order.place !== 'resting' || priceTicks === order.priceTicks || priceTicks < 1) return
  if (checkAmendment(context, order, order.lots, priceTicks) !== undefined) return
  requeueOrder(context, order, order.lots, priceTicks)
}
