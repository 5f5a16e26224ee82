import type { EngineContext } from './context.ts'
import { emitLevel } from './emit-book.ts'
import type { Market } from './market.ts'
import { fillWholeLevel } from './print-trade.ts'
import { opposite, type Sign } from './side-sign.ts'
import { snapToGrid } from './snap-to-grid.ts'
import { sweepBook } from './sweep-book.ts'

/** Sets what stands externally at a price. The newest word counts: what it crosses on the other side is gone or filled. */
export function setExternalLevel(
  context: EngineContext,
  market: Market,
  sign: Sign,
  wantedTicks: number,
  lots: number,
): void {
  const ticks = snapToGrid(market, sign, wantedTicks)
  if (ticks < 1) return
  if (lots > 0) clearCrossed(context, market, sign, ticks)
  const side = market.side(sign)
  const level = lots > 0 ? side.getOrCreate(ticks) : side.get(ticks)
  if (level === undefined) return
  level.noteDrop(lots, context.nowMs)
  level.setExternal(lots, context.policy.queueModel)
  emitLevel(context, market, sign, level)
  if (lots === 0) side.removeIfEmpty(level)
}

/** An external limit order: takes first, the rest queues; or, negative, an external cancellation. */
export function addExternalLots(
  context: EngineContext,
  market: Market,
  sign: Sign,
  wantedTicks: number,
  lots: number,
): void {
  const ticks = snapToGrid(market, sign, wantedTicks)
  if (ticks < 1) return
  const side = market.side(sign)
  if (lots > 0) {
    const rest = lots - sweepBook(context, market, sign, ticks, lots)
    if (rest === 0) return
    const level = side.getOrCreate(ticks)
    level.setExternal(level.external + rest, context.policy.queueModel)
    emitLevel(context, market, sign, level)
    return
  }
  const level = side.get(ticks)
  if (level === undefined) return
  level.setExternal(Math.max(0, level.external + lots), context.policy.queueModel)
  emitLevel(context, market, sign, level)
  side.removeIfEmpty(level)
}

/** External orders that a new level of the other side crosses are gone already, only not yet reported; users there are filled. */
function clearCrossed(context: EngineContext, market: Market, sign: Sign, ticks: number): void {
  const side = market.side(opposite(sign))
  let matchId: number | undefined
  for (let level = side.best; level !== undefined && side.reaches(level.ticks, ticks); level = side.best) {
    level.setExternal(0, context.policy.queueModel)
    if (level.head !== undefined || level.hiddenHead !== undefined) {
      matchId ??= ++context.lastMatchId
      fillWholeLevel(context, market, side, level, matchId)
    }
    emitLevel(context, market, side.sign, level)
    side.removeIfEmpty(level)
  }
}
