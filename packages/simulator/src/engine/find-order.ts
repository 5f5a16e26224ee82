import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
import { accept, refuse } from './refusal.ts'
import type { OrderReference, Outcome } from './types.ts'

const keptMs = 7 * 24 * 3_600_000

/** Finds an order of an account by either id; the order id decides when both are given. `absentCode` when there is none. */
export function findOrder(
  context: EngineContext,
  account: Account,
  reference: OrderReference,
  absentCode: -2011 | -2013,
): Outcome<{ readonly order: Order; readonly market: Market }> {
  const market = context.markets.get(reference.symbol)
  if (market === undefined) return refuse(-1121)
  const { orderId, origClientOrderId } = reference
  if ((orderId ?? '') === '' && (origClientOrderId ?? '') === '') {
    return refuse(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
  }
  const order =
    orderId !== undefined && orderId !== ''
      ? account.findOrder(Number(orderId))
      : account.findOrderByClientId(origClientOrderId ?? '')
  if (order === undefined || order.market !== market || hasVanished(context, order)) {
    return refuse(absentCode, absentCode === -2011 ? 'Unknown order sent.' : undefined)
  }
  return accept({ order, market })
}

/** Cancelled and expired orders without fills cannot be asked for a week after they were placed. */
export function hasVanished(context: EngineContext, order: Order): boolean {
  const isVoid = order.filledLots === 0 && (order.status === 'CANCELED' || order.status === 'EXPIRED')
  return isVoid && context.nowMs - order.timeMs > keptMs
}
