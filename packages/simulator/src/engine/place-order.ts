import type { Account } from './account.ts'
import { admitOrder } from './admit-order.ts'
import { checkOrder } from './check-order.ts'
import type { EngineContext } from './context.ts'
import type { Market } from './market.ts'
import type { OrderDraft } from './order.ts'
import { readOrder } from './read-order.ts'
import { accept } from './refusal.ts'
import { settleMarket } from './settle-market.ts'
import type { OrderRequest, OrderView, Outcome } from './types.ts'

/** Checks an order, gives it an id, and lets it meet the book or wait for its trigger. */
export function placeOrder(context: EngineContext, account: Account, request: OrderRequest): Outcome<OrderView> {
  const read = readOrder(context, account, request)
  if (!read.ok) return read
  const { market } = read.value
  const draft = cutReduction(context, account, market, read.value.draft)
  const refusal = checkOrder(context, account, market, draft)
  if (refusal !== undefined) return refusal

  const order = admitOrder(context, account, market, draft)
  settleMarket(context, market)
  return accept(order.snapshot())
}

/** By policy, an order that reduces by too much is made smaller instead of refused. */
function cutReduction(context: EngineContext, account: Account, market: Market, draft: OrderDraft): OrderDraft {
  if (context.policy.excessReduceOnly !== 'cut' || !draft.reduceOnly || draft.closePosition) return draft
  const leg = account.findHolding(market)?.leg(draft.positionSide)
  const room = leg === undefined ? 0 : leg.reducibleBy(draft.sign)
  const rests = draft.type === 'LIMIT' && draft.timeInForce !== 'IOC' && draft.timeInForce !== 'FOK'
  const lots = Math.min(draft.lots, rests ? Math.max(0, room - (leg?.closingLots ?? 0)) : room)
  return lots === 0 ? draft : { ...draft, lots }
}
