import { checkTriggeredMargin } from './check-margin.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { emitOrder } from './emit-order.ts'
import { executeOrder } from './execute-order.ts'
import type { Market } from './market.ts'
import { oneUnit } from './money.ts'
import type { Order } from './order.ts'

/**
 * Fires a conditional order that has been taken out of the trigger book: it turns into LIMIT or MARKET under its old id,
 * is NEW again and meets the book; or it ends EXPIRED. Answers false when price protection keeps it waiting.
 */
export function triggerOrder(context: EngineContext, order: Order): boolean {
  const { draft, leg, market } = order
  if (draft.priceProtect && isTooFar(market)) {
    if (context.policy.priceProtect === 'stayArmed') return false
    closeOrder(context, order, 'EXPIRED')
    return true
  }
  if (order.reduces) {
    const reducible = leg.reducibleBy(order.sign)
    if (reducible === 0) {
      closeOrder(context, order, 'EXPIRED')
      return true
    }
    order.lots = draft.closePosition ? reducible : Math.min(order.lots, reducible)
  }
  leg.holding.conditionalOrders--
  order.type = draft.type === 'STOP' || draft.type === 'TAKE_PROFIT' ? 'LIMIT' : 'MARKET'
  order.place = 'working'
  emitOrder(context, order, 'NEW')
  if (!order.reduces && checkTriggeredMargin(order) !== undefined) closeOrder(context, order, 'EXPIRED')
  else executeOrder(context, order)
  return true
}

/** Whether mark and last price are further apart than triggerProtect of the symbol, as a fraction of the mark price. */
function isTooFar(market: Market): boolean {
  const { triggerProtectE8, tickE8 } = market.instrument
  if (triggerProtectE8 === undefined || market.markE8 === 0 || market.lastTicks === 0) return false
  const gapE8 = BigInt(Math.abs(market.markE8 - market.lastTicks * tickE8))
  return gapE8 * oneUnit > triggerProtectE8 * BigInt(market.markE8)
}
