import type { Account } from '../account.ts'
import { admitOrder } from '../admit-order.ts'
import { amendOrder } from '../amend-order.ts'
import { checkOrder } from '../check-order.ts'
import { closeOrder } from '../close-order.ts'
import type { EngineContext } from '../context.ts'
import type { Order, OrderDraft } from '../order.ts'
import { readOrder } from '../read-order.ts'
import { accept, refuse, refuseValue } from '../refusal.ts'
import { settleMarket } from '../settle-market.ts'
import type { OrderRequest, Outcome, Refusal } from '../types.ts'
import { describeStrategy, findStrategy } from './describe-strategy.ts'
import { emitStrategy } from './emit-strategy.ts'
import type { StrategyLegRequest, StrategyLegUpdate, StrategyUpdateRequest, StrategyView } from './strategy-types.ts'
import type { Strategy, StrategyLeg } from './strategy.ts'

/**
 * Changes legs of an open strategy. One that waits for its condition gets new values; an open LIMIT is amended; a
 * conditional one is replaced by a new order under the same client id. A leg that cannot be changed stays as it was.
 */
export function updateStrategy(
  context: EngineContext,
  account: Account,
  request: StrategyUpdateRequest,
): Outcome<{ readonly strategy: StrategyView; readonly updates: readonly StrategyLegUpdate[] }> {
  const found = findStrategy(account, request, true)
  if (!found.ok) return found
  const strategy = found.value
  if (request.legs.length < 1 || request.legs.length > strategy.legs.length) return refuseValue('subOrderList')
  const updates = request.legs.map((changes): StrategyLegUpdate => {
    const leg = strategy.leg(Number(changes.strategySubId))
    const refusal = leg === undefined ? refuseValue('strategySubId') : changeLeg(context, strategy, leg, changes)
    settleMarket(context, strategy.market)
    return {
      subId: leg?.subId ?? 0,
      failureCode: refusal?.code ?? 0,
      failureReason: refusal?.msg ?? '',
    }
  })
  if (updates.some(({ failureCode }) => failureCode === 0)) emitStrategy(context, strategy)
  return accept({ strategy: describeStrategy(strategy), updates })
}

function changeLeg(
  context: EngineContext,
  strategy: Strategy,
  leg: StrategyLeg,
  changes: StrategyLegRequest,
): Refusal | undefined {
  const { account } = strategy
  for (const name of ['symbol', 'side', 'type'] as const) {
    if (changes[name] !== leg.request[name]) return refuseValue(name)
  }
  const request = mergeChanges(leg.request, changes)
  const read = readOrder(context, account, request)
  if (!read.ok) return read
  if (leg.state === 'pending') {
    leg.request = request
    return undefined
  }
  const { order } = leg
  if (order === undefined || !leg.isOpen) return refuse(-2013)
  if (order.place === 'waiting') {
    const draft = leg.endsWithPosition ? { ...read.value.draft, timeInForce: 'GTE_GTC' } : read.value.draft
    const refusal = replaceWaiting(context, leg, order, draft)
    if (refusal === undefined) leg.request = request
    return refusal
  }
  const { symbol, side, quantity = '', price = '' } = request
  const amended = amendOrder(context, account, { symbol, side, quantity, price, orderId: String(order.id) })
  if (!amended.ok) return amended
  leg.request = request
  strategy.market.news.push({ leg, on: 'REPLACED' })
  return undefined
}

const changeable = [
  'quantity',
  'price',
  'stopPrice',
  'activationPrice',
  'callbackRate',
  'workingType',
  'priceProtect',
] as const

function mergeChanges(request: OrderRequest, changes: StrategyLegRequest): OrderRequest {
  const merged: Record<string, string | undefined> = { ...request }
  for (const name of changeable) if (changes[name] !== undefined) merged[name] = changes[name]
  return { ...request, ...merged }
}

/** Puts another conditional order in the place of one that waits, once the new one has passed every check. */
function replaceWaiting(
  context: EngineContext,
  leg: StrategyLeg,
  order: Order,
  draft: OrderDraft,
): Refusal | undefined {
  const { account, market } = order
  const { holding } = order.leg
  // checked as if the old one were gone: neither its id nor its place in the counts stands in the way
  holding.openOrders--
  holding.conditionalOrders--
  const refusal = checkOrder(context, account, market, { ...draft, clientOrderId: undefined }, true)
  holding.openOrders++
  holding.conditionalOrders++
  if (refusal !== undefined) return refusal
  order.strategyLeg = undefined
  closeOrder(context, order, 'CANCELED')
  admitOrder(context, account, market, { ...draft, clientOrderId: order.clientOrderId }, leg)
  market.news.push({ leg, on: 'REPLACED' })
  return undefined
}
