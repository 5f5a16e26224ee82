import type { EngineContext } from './context.ts'
import type { Level } from './level.ts'
import type { Market } from './market.ts'
import { type Sign, sideOf } from './side-sign.ts'

/** Tells everybody what a level shows now, if that changed. */
export function emitLevel(context: EngineContext, market: Market, sign: Sign, level: Level): void {
  const lots = level.total
  if (lots === level.shownLots) return
  level.shownLots = lots
  market.updateId = ++context.lastUpdateId
  market.bookTimeMs = context.nowMs
  context.emit({
    kind: 'level',
    symbol: market.instrument.symbol,
    timeMs: context.nowMs,
    side: sideOf(sign),
    priceTicks: level.ticks,
    lots,
    updateId: market.updateId,
  })
}

/** Tells everybody the best prices, if they changed since the last time. */
export function emitTop(context: EngineContext, market: Market): void {
  const bid = market.bids.bestVisible
  const ask = market.asks.bestVisible
  const bidTicks = bid?.ticks ?? 0
  const bidLots = bid?.total ?? 0
  const askTicks = ask?.ticks ?? 0
  const askLots = ask?.total ?? 0
  if (
    bidLots === market.shownBidLots &&
    askLots === market.shownAskLots &&
    bidTicks === market.shownBidTicks &&
    askTicks === market.shownAskTicks
  ) {
    return
  }
  market.shownBidTicks = bidTicks
  market.shownBidLots = bidLots
  market.shownAskTicks = askTicks
  market.shownAskLots = askLots
  context.emit({
    kind: 'bookTicker',
    symbol: market.instrument.symbol,
    timeMs: context.nowMs,
    bidTicks,
    bidLots,
    askTicks,
    askLots,
    updateId: market.updateId,
  })
}

/** Reports a public trade and notes its price. `tradeId` and `matchId` have been drawn before. */
export function emitTrade(
  context: EngineContext,
  market: Market,
  takerSign: Sign,
  ticks: number,
  lots: number,
  tradeId: number,
  matchId: number,
): void {
  market.noteTrade(ticks)
  context.emit({
    kind: 'trade',
    symbol: market.instrument.symbol,
    timeMs: context.nowMs,
    tradeId,
    matchId,
    priceTicks: ticks,
    lots,
    takerSide: sideOf(takerSign),
  })
}
