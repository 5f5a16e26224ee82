import type { Market } from './market.ts'
import type { Order } from './order.ts'
import type { Sign } from './side-sign.ts'

/** The best visible price of a side, in ticks, without what one order shows there; undefined when nobody else stands. */
export function findBestOfOthers(market: Market, sign: Sign, without?: Order): number | undefined {
  const side = market.side(sign)
  for (let rank = 0; rank < side.size; rank++) {
    const level = side.at(rank)
    if (level === undefined) return undefined
    const own = without !== undefined && without.level === level && !without.hidden ? without.openLots : 0
    if (level.total > own) return level.ticks
  }
  return undefined
}
