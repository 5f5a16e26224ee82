import { admitOrder } from '../admit-order.ts'
import { checkOrder } from '../check-order.ts'
import { closeOrder } from '../close-order.ts'
import type { EngineContext } from '../context.ts'
import type { Market } from '../market.ts'
import { readOrder } from '../read-order.ts'
import type { Refusal } from '../types.ts'
import { emitStrategy } from './emit-strategy.ts'
import type { LegNews } from './note-order.ts'
import type { StrategyStatus } from './strategy-types.ts'
import type { Strategy, StrategyLeg } from './strategy.ts'

/**
 * Acts on what legs of strategies came to since the last look: places and cancels other legs as their conditions say, and
 * ends strategies with nothing open. Answers whether there was anything; what it did may have caused more.
 */
export function driveStrategies(context: EngineContext, market: Market): boolean {
  if (market.news.length === 0) return false
  const touched = new Set<Strategy>()
  for (let news = market.news.shift(); news !== undefined; news = market.news.shift()) {
    touched.add(news.leg.strategy)
    actOn(context, news)
  }
  for (const strategy of touched) concludeStrategy(context, strategy)
  return true
}

function actOn(context: EngineContext, { leg, on }: LegNews): void {
  const { strategy } = leg
  for (const other of strategy.legs) {
    for (const link of other.links) {
      if (link.drivenId !== leg.subId || link.drivenOn !== on) continue
      if (link.trigger === 'PLACE_ORDER') placeLeg(context, other)
      else cancelLeg(context, other)
    }
  }
  const isExit = on === 'PARTIALLY_FILLED_OR_FILLED' && leg.waits
  const entry = strategy.leg(1)
  if (isExit && entry !== undefined && context.policy.strategyRemainder === 'cancel') cancelLeg(context, entry)
}

/** Places a leg whose condition came true, by the rules and prices of now; a refusal is remembered in the strategy. */
export function placeLeg(context: EngineContext, leg: StrategyLeg): void {
  const { strategy } = leg
  if (leg.state !== 'pending' || strategy.status !== 'WORKING') return
  const { account, market } = strategy
  leg.triggerMs = context.nowMs
  const read = readOrder(context, account, leg.request)
  if (!read.ok) {
    rejectLeg(context, leg, read)
    return
  }
  const draft = leg.endsWithPosition ? { ...read.value.draft, timeInForce: 'GTE_GTC' } : read.value.draft
  const refusal = checkOrder(context, account, market, draft, true)
  if (refusal === undefined) {
    leg.state = 'placed'
    admitOrder(context, account, market, draft, leg)
  } else {
    rejectLeg(context, leg, refusal)
  }
}

function rejectLeg(context: EngineContext, leg: StrategyLeg, { code, msg }: Refusal): void {
  const { strategy } = leg
  leg.state = 'rejected'
  strategy.failureCode = code
  strategy.failureReason = msg
  strategy.market.news.push({ leg, on: 'REJECTED' })
  emitStrategy(context, strategy)
}

function cancelLeg(context: EngineContext, leg: StrategyLeg): void {
  if (leg.state === 'pending') leg.state = 'dropped'
  else if (leg.order !== undefined && leg.isOpen) closeOrder(context, leg.order, 'CANCELED')
}

/** Gives up legs whose conditions cannot come true any more; a strategy without anything open or to come has ended. */
function concludeStrategy(context: EngineContext, strategy: Strategy): void {
  if (strategy.status !== 'WORKING') return
  // a leg without a condition is placed by the command that is running
  const canStillCome = (leg: StrategyLeg): boolean =>
    !leg.waits ||
    leg.links.some(({ trigger, drivenId }) => {
      const driver = strategy.leg(drivenId)
      return trigger === 'PLACE_ORDER' && driver !== undefined && (driver.isOpen || driver.state === 'pending')
    })
  // news that is still to come may place it
  if (strategy.market.news.some(({ leg }) => leg.strategy === strategy)) return
  for (const leg of strategy.legs) if (leg.state === 'pending' && !canStillCome(leg)) leg.state = 'dropped'
  if (strategy.legs.some((leg) => leg.isOpen || leg.state === 'pending')) return
  endStrategy(context, strategy)
}

function endStrategy(context: EngineContext, strategy: Strategy): void {
  const { account } = strategy
  strategy.status = finalStatus(strategy)
  strategy.market.chases.delete(strategy)
  account.openStrategies.delete(strategy.id)
  account.closedStrategies.add(strategy)
  emitStrategy(context, strategy)
}

/** FILLED when any leg is, CANCELED when somebody ended one before, else EXPIRED. */
function finalStatus({ legs }: Strategy): StrategyStatus {
  const statuses = legs.map((leg) => leg.order?.status)
  if (statuses.includes('FILLED')) return 'FILLED'
  return statuses.includes('CANCELED') ? 'CANCELED' : 'EXPIRED'
}
