import type { EngineContext } from './context.ts'
import { emitLevel } from './emit-book.ts'
import { computeValue } from './instrument.ts'
import type { Order } from './order.ts'

/** Puts an order into the book behind everything at its price, and binds its margin. */
export function restOrder(context: EngineContext, order: Order): void {
  const side = order.market.side(order.sign)
  const level = side.getOrCreate(order.priceTicks)
  level.append(order)
  order.place = 'resting'
  order.account.openOrders.set(order.id, order)
  bindResting(order, order.openLots)
  emitLevel(context, order.market, order.sign, level)
}

/** Takes what is left of an order out of the book, and frees its margin. */
export function unrestOrder(context: EngineContext, order: Order): void {
  const { level } = order
  if (level === undefined) return
  const side = order.market.side(order.sign)
  bindResting(order, -order.openLots)
  level.remove(order)
  order.place = 'working'
  emitLevel(context, order.market, order.sign, level)
  side.removeIfEmpty(level)
}

/** Counts lots of a resting order in (or, negative, out) where margin and reduce-only checks look. */
export function bindResting(order: Order, lots: number): void {
  const { leg } = order
  if (order.reduces) {
    leg.closingLots += lots
    return
  }
  const value = lots < 0 ? -computeValueOf(order, -lots) : computeValueOf(order, lots)
  if (order.sign === 1) {
    leg.restingBuyValue += value
    leg.restingBuyLots += lots
  } else {
    leg.restingSellValue += value
    leg.restingSellLots += lots
  }
}

const computeValueOf = (order: Order, lots: number): bigint =>
  computeValue(order.market.instrument, order.priceTicks, lots)
