import { Decimal, formatDecimal, toDecimal } from '@aster/core'

import { isLive, isTerminal } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TakeProfitTarget } from './plan-take-profits.ts'

export interface TakeProfitOrder {
  readonly level: number
  readonly view: OrderView
}

export interface TakeProfitOrderPlan {
  readonly cancel: readonly string[]
  readonly place: readonly PlannedTakeProfit[]
}

export interface PlannedTakeProfit extends TakeProfitTarget {
  /** A post-only order of this level could not rest before: the fallback applies. */
  readonly refusedToRest: boolean
}

/**
 * What to cancel and what to place so that the ladder stands as wanted. Together with what rests and what is in doubt,
 * the placed quantity never exceeds `openQuantity`, the part of the position that is still open.
 *
 * @param final - The entry is over: prices and quantities are final, and a level that differs is built anew.
 */
export function planTakeProfitOrders(
  targets: readonly TakeProfitTarget[],
  orders: readonly TakeProfitOrder[],
  openQuantity: string,
  final: boolean,
): TakeProfitOrderPlan {
  const cancel = final ? findStale(targets, orders) : []
  const stale = new Set(cancel)
  let room = toDecimal(openQuantity)
  for (const { view } of orders) room = room.minus(remaining(view))
  const place: PlannedTakeProfit[] = []
  for (const target of targets) {
    const own = orders.filter((order) => order.level === target.level)
    // a level waits until what is to be cancelled is gone
    if (own.some(({ view }) => stale.has(view.clientOrderId))) continue
    const missing = Decimal.min(room, toDecimal(target.quantity).minus(covered(own)))
    if (missing.lte(0)) continue
    room = room.minus(missing)
    place.push({
      ...target,
      quantity: formatDecimal(missing),
      refusedToRest: own.some(({ view }) => hasRefusedToRest(view)),
    })
  }
  return { cancel, place }
}

/** Resting orders of a level whose price or sum is not what is wanted. */
function findStale(targets: readonly TakeProfitTarget[], orders: readonly TakeProfitOrder[]): readonly string[] {
  const stale: string[] = []
  for (const { level, view } of orders) {
    if (!isLive(view.state)) continue
    const target = targets.find((other) => other.level === level)
    const own = orders.filter((order) => order.level === level)
    const fits =
      target !== undefined &&
      covered(own).lte(target.quantity) &&
      (view.terms === undefined || hasRefusedToRestBefore(own) || toDecimal(view.terms.price).eq(target.price))
    if (!fits) stale.push(view.clientOrderId)
  }
  return stale
}

const hasRefusedToRestBefore = (orders: readonly TakeProfitOrder[]): boolean =>
  orders.some(({ view }) => hasRefusedToRest(view))

/** A post-only order that the exchange would not let rest: expired at once, or refused with one of the codes for it. */
export function hasRefusedToRest(view: OrderView): boolean {
  if (view.terms?.timeInForce !== 'GTX') return false
  if (view.state === 'expired') return true
  return view.state === 'rejected' && (view.refusal?.code === -5022 || view.refusal?.code === -2021)
}

const covered = (orders: readonly TakeProfitOrder[]): Decimal =>
  orders.reduce((sum, { view }) => sum.plus(view.filledQuantity).plus(remaining(view)), new Decimal(0))

/** What may still execute, also while the exchange has not confirmed the order. */
function remaining(view: OrderView): Decimal {
  if (isTerminal(view.state) || view.state === 'presumedAbsent' || view.terms === undefined) return new Decimal(0)
  return Decimal.max(0, toDecimal(view.terms.quantity).minus(view.filledQuantity))
}
