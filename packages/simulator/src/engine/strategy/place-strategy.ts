import type { Account } from '../account.ts'
import { checkOrder } from '../check-order.ts'
import type { EngineContext } from '../context.ts'
import { readOrder } from '../read-order.ts'
import { accept, refuse } from '../refusal.ts'
import { settleMarket } from '../settle-market.ts'
import type { Outcome } from '../types.ts'
import { describeStrategy } from './describe-strategy.ts'
import { placeLeg } from './drive-strategies.ts'
import { emitStrategy } from './emit-strategy.ts'
import { readStrategy } from './read-strategy.ts'
import type { StrategyRequest, StrategyView } from './strategy-types.ts'
import { Strategy, StrategyLeg } from './strategy.ts'

/** Checks all legs, then places those without a condition, in their order. */
export function placeStrategy(
  context: EngineContext,
  account: Account,
  request: StrategyRequest,
): Outcome<StrategyView> {
  const read = readStrategy(context, account, request)
  if (!read.ok) return read
  const { type, symbol, legs } = read.value
  const market = context.markets.get(symbol)
  if (market === undefined) return refuse(-1121)
  const strategy = new Strategy({
    id: context.lastStrategyId + 1,
    clientId: request.clientStrategyId,
    type,
    account,
    market,
    nowMs: context.nowMs,
  })
  strategy.legs = legs.map((plan) => new StrategyLeg(strategy, plan))
  const first = strategy.legs.filter((leg) => !leg.waits)
  for (const leg of first) {
    const order = readOrder(context, account, leg.request)
    const refusal = order.ok ? checkOrder(context, account, market, order.value.draft, true) : order
    if (refusal !== undefined) return refusal
  }
  context.lastStrategyId = strategy.id
  account.openStrategies.set(strategy.id, strategy)
  emitStrategy(context, strategy)
  // what one leg causes comes before the next is placed: a leg that is filled at once leaves nothing to cancel
  for (const leg of first) {
    placeLeg(context, leg)
    settleMarket(context, market)
  }
  return accept(describeStrategy(strategy))
}
