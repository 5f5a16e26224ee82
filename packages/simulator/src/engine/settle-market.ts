import type { EngineContext } from './context.ts'
import { emitTop } from './emit-book.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
import { protectHoldings } from './protection/protect-holdings.ts'
import { driveStrategies } from './strategy/drive-strategies.ts'
import { triggerOrder } from './trigger-order.ts'

/** Ends a command on a market: fires what the new prices fire and moves strategies on, until nothing more happens, and shows the new best prices. */
export function settleMarket(context: EngineContext, market: Market): void {
  do {
    fireTriggers(context, market)
  } while (protectHoldings(context, market) || driveStrategies(context, market))
  market.lowTicks = market.lastTicks
  market.highTicks = market.lastTicks
  emitTop(context, market)
}

function fireTriggers(context: EngineContext, market: Market): void {
  // while a symbol is halted triggers wait: they look at the prices at which it opens again
  if (market.triggers.isEmpty || market.instrument.entry.status !== 'TRADING') return
  const kept: Order[] = []
  for (let order = takeNext(market); order !== undefined; order = takeNext(market)) {
    if (!triggerOrder(context, order)) kept.push(order)
  }
  for (const order of kept) if (order.place === 'waiting') market.triggers.add(order)
}

function takeNext(market: Market): Order | undefined {
  const { triggers, instrument } = market
  if (market.lastTicks > 0) {
    const lowE8 = market.lowTicks * instrument.tickE8
    const highE8 = market.highTicks * instrument.tickE8
    const order = triggers.takeNext('CONTRACT_PRICE', lowE8, highE8, market.lastTicks * instrument.tickE8)
    if (order !== undefined) return order
  }
  const markE8 = market.markTriggerE8
  return markE8 === 0 ? undefined : triggers.takeNext('MARK_PRICE', markE8, markE8, markE8)
}
