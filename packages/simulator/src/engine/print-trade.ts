import type { BookSide } from './book-side.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { emitLevel, emitTrade } from './emit-book.ts'
import { fillOrder } from './fill-order.ts'
import type { Level } from './level.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
import { opposite, type Sign } from './side-sign.ts'
import { computeFillable, payExternal } from './sweep-book.ts'

/**
 * Replays a recorded trade. Users' orders at better prices are filled whole, as the market went through them; at the
 * trade's own price it uses up what stands ahead of them and then them. External quantities stay: the recorded level
 * changes take them away.
 */
export function printTrade(
  context: EngineContext,
  market: Market,
  takerSign: Sign,
  ticks: number,
  lots: number,
  lateByMs: number,
): void {
  const side = market.side(opposite(takerSign))
  const matchId = ++context.lastMatchId
  fillThrough(context, market, side, ticks, matchId)
  const level = side.get(ticks)
  const shownBefore = lateByMs === 0 ? 0 : (level?.takeDropped(lots, context.nowMs - lateByMs) ?? 0)
  let remaining = lots - shownBefore
  let anonymous = shownBefore
  const showAnonymous = () => {
    if (anonymous > 0) emitTrade(context, market, takerSign, ticks, anonymous, ++context.lastTradeId, matchId)
    anonymous = 0
  }
  while (level !== undefined && remaining > 0) {
    const order = level.head
    const ahead = Math.min(remaining, order === undefined ? level.external : level.aheadOf(order))
    remaining -= ahead
    anonymous += ahead
    level.consumed += ahead
    const maker = order ?? level.hiddenHead
    if (remaining === 0 || maker === undefined) break
    showAnonymous()
    remaining -= fillAsMaker(context, market, takerSign, maker, remaining, matchId)
  }
  anonymous += remaining
  showAnonymous()
  if (level === undefined) return
  level.tradedSinceSet += lots - shownBefore
  emitLevel(context, market, side.sign, level)
  side.removeIfEmpty(level)
}

/** Fills users' orders at prices strictly better for the taker than `ticks`, whatever stands ahead of them. */
export function fillThrough(
  context: EngineContext,
  market: Market,
  side: BookSide,
  ticks: number,
  matchId: number,
): void {
  for (const level of levelsBetter(side, ticks)) {
    fillWholeLevel(context, market, side, level, matchId)
    emitLevel(context, market, side.sign, level)
    side.removeIfEmpty(level)
  }
}

/** Fills every user's order at a level. */
export function fillWholeLevel(
  context: EngineContext,
  market: Market,
  side: BookSide,
  level: Level,
  matchId: number,
): void {
  for (let maker = level.head ?? level.hiddenHead; maker !== undefined; maker = level.head ?? level.hiddenHead) {
    fillAsMaker(context, market, opposite(side.sign), maker, maker.openLots, matchId)
  }
}

/** Fills a resting order against the anonymous other side; one that could only reduce what is gone ends. Returns the lots. */
function fillAsMaker(
  context: EngineContext,
  market: Market,
  takerSign: Sign,
  maker: Order,
  atMost: number,
  matchId: number,
): number {
  const lots = Math.min(atMost, computeFillable(maker))
  if (lots === 0) {
    closeOrder(context, maker, 'EXPIRED')
    return 0
  }
  const tradeId = ++context.lastTradeId
  emitTrade(context, market, takerSign, maker.priceTicks, lots, tradeId, matchId)
  payExternal(context, market, maker.sign, maker.priceTicks, lots)
  fillOrder(context, maker, maker.priceTicks, lots, true, tradeId)
  return lots
}

function levelsBetter(side: BookSide, ticks: number): Level[] {
  const levels: Level[] = []
  for (let rank = 0; rank < side.size; rank++) {
    const level = side.at(rank)
    if (level === undefined || level.ticks === ticks || !side.reaches(level.ticks, ticks)) break
    if (level.head !== undefined || level.hiddenHead !== undefined) levels.push(level)
  }
  return levels
}
