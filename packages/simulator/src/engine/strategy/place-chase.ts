import type { Account } from '../account.ts'
import { admitOrder } from '../admit-order.ts'
import { checkOrder } from '../check-order.ts'
import type { EngineContext } from '../context.ts'
import { readOrder } from '../read-order.ts'
import { accept } from '../refusal.ts'
import { settleMarket } from '../settle-market.ts'
import type { OrderRequest, Outcome } from '../types.ts'
import { describeStrategy } from './describe-strategy.ts'
import { emitStrategy } from './emit-strategy.ts'
import { readChase } from './read-chase.ts'
import type { ChaseRequest, StrategyView } from './strategy-types.ts'
import { Strategy, StrategyLeg } from './strategy.ts'

/** How often a chase looks at the best price. */
export const moveEveryMs = 1000

/** Places the order of a chase at the best price of its side; `moveChases` follows from there. */
export function placeChase(context: EngineContext, account: Account, request: ChaseRequest): Outcome<StrategyView> {
  const chase = readChase(context, account, request)
  if (!chase.ok) return chase
  const { market, sign, priceTicks, lots, offsetTicks, maxDistanceTicks, view } = chase.value
  const { priceGrid, quantityGrid } = market.instrument.rules
  const order: OrderRequest = {
    symbol: request.symbol,
    side: sign === 1 ? 'BUY' : 'SELL',
    type: 'LIMIT',
    positionSide: request.positionSide,
    timeInForce: request.timeInForce ?? 'GTX',
    quantity: quantityGrid.format(lots),
    price: priceGrid.format(priceTicks),
    reduceOnly: request.reduceOnly,
  }
  const read = readOrder(context, account, order)
  if (!read.ok) return read
  const draft = { ...read.value.draft, peg: { type: 'QUEUE_1', offsetTicks: -sign * offsetTicks } as const }
  const refusal = checkOrder(context, account, market, draft)
  if (refusal !== undefined) return refusal

  const strategy = new Strategy({
    id: ++context.lastStrategyId,
    clientId: request.clientStrategyId,
    type: 'CHASE',
    account,
    market,
    nowMs: context.nowMs,
  })
  const leg = new StrategyLeg(strategy, { subId: 1, links: [], endsWithPosition: false, request: order })
  strategy.legs = [leg]
  strategy.chase = {
    offsetTicks,
    maxDistanceTicks,
    startTicks: priceTicks,
    view,
    nextMoveMs: context.nowMs + moveEveryMs,
  }
  account.openStrategies.set(strategy.id, strategy)
  market.chases.add(strategy)
  emitStrategy(context, strategy)
  leg.state = 'placed'
  leg.triggerMs = context.nowMs
  admitOrder(context, account, market, draft, leg)
  settleMarket(context, market)
  return accept(describeStrategy(strategy))
}
