import { findBestOfOthers } from './best-of-others.ts'
import type { EngineContext } from './context.ts'
import type { Market } from './market.ts'
import { repriceOrder } from './reprice-order.ts'
import { settleMarket } from './settle-market.ts'
import { opposite } from './side-sign.ts'
import { moveEveryMs } from './strategy/place-chase.ts'

/** By policy, moves pegged orders once a second to where their peg is now. */
export function movePegs(context: EngineContext, market: Market): void {
  if (market.pegged.size === 0 || context.nowMs - market.pegsMovedMs < moveEveryMs) return
  market.pegsMovedMs = context.nowMs
  for (const order of market.pegged) {
    const { peg } = order.draft
    if (peg === undefined || order.place === 'closed') {
      market.pegged.delete(order)
      continue
    }
    const best = findBestOfOthers(market, peg.type === 'QUEUE_1' ? order.sign : opposite(order.sign), order)
    if (best !== undefined) repriceOrder(context, order, best + peg.offsetTicks)
  }
  settleMarket(context, market)
}
