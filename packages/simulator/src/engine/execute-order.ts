import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import type { Order } from './order.ts'
import { restOrder } from './resting.ts'
import { opposite } from './side-sign.ts'
import { computeFillable, sweepBook } from './sweep-book.ts'

/** Lets a LIMIT or MARKET order meet the book: it takes what it may, then rests or ends as its time in force says. */
export function executeOrder(context: EngineContext, order: Order): void {
  const { market, sign } = order
  const isMarket = order.type !== 'LIMIT'
  const { timeInForce } = order.draft
  const limitTicks = isMarket ? computeTakeLimit(order) : order.priceTicks
  if (!isMarket && timeInForce === 'GTX' && wouldTake(order)) {
    closeOrder(context, order, 'EXPIRED')
    return
  }
  const wanted = order.reduces ? Math.min(order.openLots, order.leg.reducibleBy(sign)) : order.openLots
  if (!isMarket && timeInForce === 'FOK' && computeTakeable(order, limitTicks, wanted) < order.openLots) {
    closeOrder(context, order, 'EXPIRED')
    return
  }
  if (wanted > 0) sweepBook(context, market, sign, limitTicks, wanted, order)
  if (order.place === 'closed') return
  const staysOpen = !isMarket && timeInForce !== 'IOC' && timeInForce !== 'FOK'
  const isPointless =
    order.reduces && order.leg.reducibleBy(sign) === 0 && context.policy.leftoverReduceOnly === 'expire'
  if (staysOpen && !isPointless) restOrder(context, order)
  else closeOrder(context, order, 'EXPIRED')
}

/** Whether an order at its price would take from the book as it stands, hidden orders included. */
export function wouldTake(order: Pick<Order, 'market' | 'sign' | 'priceTicks'>): boolean {
  const side = order.market.side(opposite(order.sign))
  const { best } = side
  return best !== undefined && side.reaches(best.ticks, order.priceTicks)
}

/** How far a MARKET order may walk, in ticks. */
export function computeTakeLimit(order: Pick<Order, 'market' | 'sign' | 'type'>): number {
  return order.sign === 1 ? order.market.maxTakeTicks : order.market.minTakeTicks
}

/** Lots that a fill-or-kill order could take, up to `wanted`; what self-trade prevention would do counts. */
function computeTakeable(order: Order, limitTicks: number, wanted: number): number {
  const side = order.market.side(opposite(order.sign))
  let lots = 0
  for (let rank = 0; rank < side.size && lots < wanted; rank++) {
    const level = side.at(rank)
    if (level === undefined || !side.reaches(level.ticks, limitTicks)) break
    for (const head of [level.head, level.hiddenHead]) {
      for (let maker = head; maker !== undefined; maker = maker.next) {
        if (maker.account === order.account) {
          if (order.draft.stpMode === 'EXPIRE_MAKER') continue
          return Math.min(wanted, lots + (maker.hidden ? level.external : level.aheadOf(maker)))
        }
        lots += computeFillable(maker)
      }
    }
    lots += level.external
  }
  return Math.min(lots, wanted)
}
