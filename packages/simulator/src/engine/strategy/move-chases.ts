import { findBestOfOthers } from '../best-of-others.ts'
import { closeOrder } from '../close-order.ts'
import type { EngineContext } from '../context.ts'
import type { Market } from '../market.ts'
import { repriceOrder } from '../reprice-order.ts'
import { settleMarket } from '../settle-market.ts'
import { moveEveryMs } from './place-chase.ts'
import type { Strategy } from './strategy.ts'

/** Moves the orders of chases whose second has passed to the best price that others show; ends those that ran too far. */
export function moveChases(context: EngineContext, market: Market): void {
  if (market.chases.size === 0) return
  for (const strategy of market.chases) moveChase(context, strategy)
  settleMarket(context, market)
}

function moveChase(context: EngineContext, strategy: Strategy): void {
  const { chase, market } = strategy
  const order = strategy.legs[0]?.order
  if (chase === undefined || order?.place !== 'resting' || chase.nextMoveMs > context.nowMs) return
  chase.nextMoveMs = context.nowMs + moveEveryMs
  const best = findBestOfOthers(market, order.sign, order)
  if (best === undefined) return
  const target = best - order.sign * chase.offsetTicks
  if (Math.abs(target - chase.startTicks) > chase.maxDistanceTicks) {
    strategy.failureReason = 'OFFSET_CANCELLED'
    closeOrder(context, order, 'CANCELED')
    return
  }
  repriceOrder(context, order, target)
}
