import type { BookSide } from './book-side.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { emitLevel, emitTrade } from './emit-book.ts'
import { fillOrder } from './fill-order.ts'
import { computeValue } from './instrument.ts'
import type { Level } from './level.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
import { opposite, type Sign } from './side-sign.ts'

/** Who takes: a user's order, or nobody of ours. */
interface Taking {
  readonly context: EngineContext
  readonly market: Market
  readonly sign: Sign
  readonly taker: Order | undefined
  readonly matchId: number
  remaining: number
}

/**
 * Takes lots from the other side up to a limit, price by price and in each price in order of arrival, external lots and
 * users' orders as they stand. Trades happen at the price of what rests. Returns the lots taken; a taker that met an order
 * of its own account may be closed afterwards.
 */
export function sweepBook(
  context: EngineContext,
  market: Market,
  sign: Sign,
  limitTicks: number,
  lots: number,
  taker?: Order,
): number {
  const side = market.side(opposite(sign))
  const taking: Taking = { context, market, sign, taker, matchId: ++context.lastMatchId, remaining: lots }
  while (taking.remaining > 0 && taker?.place !== 'closed') {
    const level = side.best
    if (level === undefined || !side.reaches(level.ticks, limitTicks)) break
    takeFromLevel(taking, side, level)
    emitLevel(context, market, side.sign, level)
    side.removeIfEmpty(level)
  }
  return lots - taking.remaining
}

function takeFromLevel(taking: Taking, side: BookSide, level: Level): void {
  while (taking.remaining > 0 && taking.taker?.place !== 'closed') {
    const order = level.head
    const externalFirst = order === undefined ? level.external : level.aheadOf(order)
    if (externalFirst > 0) {
      const lots = Math.min(taking.remaining, externalFirst)
      level.consume(lots)
      takeExternal(taking, level.ticks, lots)
      continue
    }
    const maker = order ?? level.hiddenHead
    if (maker === undefined) return
    takeFromOrder(taking, side.sign, level, maker)
  }
}

function takeExternal(taking: Taking, ticks: number, lots: number): void {
  const { context, market, taker, sign } = taking
  taking.remaining -= lots
  const tradeId = ++context.lastTradeId
  emitTrade(context, market, sign, ticks, lots, tradeId, taking.matchId)
  if (taker === undefined) return
  payExternal(context, market, sign, ticks, lots)
  fillOrder(context, taker, ticks, lots, false, tradeId)
}

function takeFromOrder(taking: Taking, makerSign: Sign, level: Level, maker: Order): void {
  const { context, market, taker, sign } = taking
  if (taker !== undefined && taker.account === maker.account) {
    preventSelfTrade(context, taker, maker)
    return
  }
  const lots = Math.min(taking.remaining, computeFillable(maker))
  if (lots === 0) {
    closeOrder(context, maker, 'EXPIRED')
    return
  }
  taking.remaining -= lots
  const tradeId = ++context.lastTradeId
  emitTrade(context, market, sign, level.ticks, lots, tradeId, taking.matchId)
  if (taker === undefined) payExternal(context, market, makerSign, level.ticks, lots)
  fillOrder(context, maker, level.ticks, lots, true, tradeId)
  if (taker !== undefined) fillOrder(context, taker, level.ticks, lots, false, tradeId)
}

/** What a resting order may still fill: one that reduces never goes past the position. */
export function computeFillable(order: Order): number {
  return order.reduces ? Math.min(order.openLots, order.leg.reducibleBy(order.sign)) : order.openLots
}

/** The anonymous other side of a user's fill pays or is paid. */
export function payExternal(context: EngineContext, market: Market, userSign: Sign, ticks: number, lots: number): void {
  const value = computeValue(market.instrument, ticks, lots)
  context.externalCash += userSign === 1 ? value : -value
}

function preventSelfTrade(context: EngineContext, taker: Order, maker: Order): void {
  const mode = taker.draft.stpMode
  if (mode !== 'EXPIRE_TAKER') closeOrder(context, maker, 'EXPIRED')
  if (mode !== 'EXPIRE_MAKER') closeOrder(context, taker, 'EXPIRED')
}
