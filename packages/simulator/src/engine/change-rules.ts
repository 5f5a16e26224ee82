import type { BookSide } from './book-side.ts'
import type { EngineContext } from './context.ts'
import { emitLevel } from './emit-book.ts'
import { compileInstrument } from './instrument.ts'
import type { Market } from './market.ts'
import { settleMarket } from './settle-market.ts'
import type { ExchangeInfoEntry } from './types.ts'

/**
 * Gives a symbol new rules. A new tick or step empties the book, whose levels count in the old one: the feed sets it
 * again. That is refused while anybody has orders or a position on the symbol. Bands around the mark price follow with
 * the next one.
 */
export function changeRules(context: EngineContext, market: Market, entry: ExchangeInfoEntry): void {
  const before = market.instrument
  const next = compileInstrument(entry)
  const isNewGrid = next.tickE8 !== before.tickE8 || next.lotE8 !== before.lotE8
  if (isNewGrid) {
    if (isInUse(context, market)) {
      throw new RangeError(`The grid of ${entry.symbol} cannot change while there are orders or positions`)
    }
    for (const side of [market.bids, market.asks]) clear(context, market, side)
    market.lastTicks = Math.round((market.lastTicks * before.tickE8) / next.tickE8)
    market.markLotE8 = BigInt(market.markE8) * next.lotE8
  }
  market.instrument = next
  settleMarket(context, market)
}

function isInUse(context: EngineContext, market: Market): boolean {
  for (const account of context.accounts.values()) {
    const holding = account.findHolding(market)
    if (holding !== undefined && (holding.openOrders > 0 || holding.hasPosition)) return true
  }
  return false
}

function clear(context: EngineContext, market: Market, side: BookSide): void {
  for (let level = side.best; level !== undefined; level = side.best) {
    level.setExternal(0, context.policy.queueModel)
    emitLevel(context, market, side.sign, level)
    side.removeIfEmpty(level)
  }
}
