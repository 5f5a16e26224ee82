import type { Account } from './account.ts'
import { checkMargin } from './check-margin.ts'
import { checkNotional, checkPercentPrice } from './check-order.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { emitLevel } from './emit-book.ts'
import { emitOrder } from './emit-order.ts'
import { executeOrder, wouldTake } from './execute-order.ts'
import { findOrder } from './find-order.ts'
import { computeValue } from './instrument.ts'
import type { Order, OrderDraft } from './order.ts'
import { checkLots, readLots, readTicks } from './read-number.ts'
import { accept, refuse, refuseValue } from './refusal.ts'
import { bindResting, unrestOrder } from './resting.ts'
import { settleMarket } from './settle-market.ts'
import { sideOf } from './side-sign.ts'
import type { AmendRequest, OrderView, Outcome, Refusal } from './types.ts'

const mostAmendments = 10_000

/**
 * Changes quantity and price of a resting LIMIT order. What breaks a rule leaves it as it was; a quantity that has been
 * filled already cancels it. It keeps its place in the queue only when nothing but the quantity falls.
 */
export function amendOrder(context: EngineContext, account: Account, request: AmendRequest): Outcome<OrderView> {
  const found = findOrder(context, account, request, -2013)
  if (!found.ok) return found
  const { order, market } = found.value
  const wanted = readAmendment(context, order, request)
  if ('ok' in wanted) return wanted
  const { lots, priceTicks } = wanted
  if (lots <= order.filledLots) {
    closeOrder(context, order, 'CANCELED')
  } else {
    const refusal = checkAmendment(context, order, lots, priceTicks)
    if (refusal !== undefined) return refusal
    order.amendments++
    if (priceTicks === order.priceTicks && lots <= order.lots && context.policy.amendKeepsPriority) {
      shrinkInPlace(context, order, lots)
    } else {
      requeueOrder(context, order, lots, priceTicks)
    }
  }
  settleMarket(context, market)
  return accept(order.snapshot())
}

function readAmendment(
  context: EngineContext,
  order: Order,
  request: AmendRequest,
): { readonly lots: number; readonly priceTicks: number } | Refusal {
  const { instrument } = order.market
  if (instrument.entry.status !== 'TRADING') return refuse(instrument.entry.status === 'SETTLING' ? -4141 : -4140)
  if (order.place !== 'resting') return order.isConditional ? refuse(-5025) : refuse(-2013)
  if (request.side !== sideOf(order.sign)) return refuseValue('side')
  if (order.amendments >= mostAmendments) return refuse(-5026)
  const lots = readLots(instrument, request.quantity)
  if (typeof lots !== 'number') return lots
  const priceTicks = readTicks(instrument, 'price', request.price)
  if (typeof priceTicks !== 'number') return priceTicks
  const isTaking = wouldTake({ market: order.market, sign: order.sign, priceTicks })
  if (isTaking && order.draft.timeInForce === 'GTX' && context.policy.crossingGtx === 'reject') return refuse(-5022)
  return checkLots(instrument, lots, false) ?? { lots, priceTicks }
}

/** Whether a resting order may have this quantity and price, as if it were not there yet. */
export function checkAmendment(
  context: EngineContext,
  order: Order,
  lots: number,
  priceTicks: number,
): Refusal | undefined {
  const { market, leg } = order
  const draft: OrderDraft = { ...order.draft, lots, priceTicks }
  const refusal = checkPercentPrice(market, draft) ?? checkNotional(market, draft)
  if (refusal !== undefined) return refusal
  const openLots = lots - order.filledLots
  if (order.reduces) {
    const others = leg.closingLots - order.openLots
    const isExcess = openLots + others > leg.reducibleBy(order.sign) && context.policy.excessReduceOnly === 'reject'
    return isExcess ? refuse(-2022) : undefined
  }
  // as if it were not there
  bindResting(order, -order.openLots)
  const opening = { sign: order.sign, positionSide: draft.positionSide, lots: openLots }
  const value = computeValue(market.instrument, priceTicks, openLots)
  const wrongMargin = checkMargin(order.account, market, opening, value)
  bindResting(order, order.openLots)
  return wrongMargin
}

function shrinkInPlace(context: EngineContext, order: Order, lots: number): void {
  const { level } = order
  if (level === undefined) return
  const fewer = order.lots - lots
  level.shrink(order, fewer)
  bindResting(order, -fewer)
  order.lots = lots
  emitOrder(context, order, 'AMENDMENT')
  emitLevel(context, order.market, order.sign, level)
}

/** Takes an order out of the book and lets it meet the book again with other numbers, behind all others. */
export function requeueOrder(context: EngineContext, order: Order, lots: number, priceTicks: number): void {
  unrestOrder(context, order)
  order.lots = lots
  order.priceTicks = priceTicks
  emitOrder(context, order, 'AMENDMENT')
  executeOrder(context, order)
}
