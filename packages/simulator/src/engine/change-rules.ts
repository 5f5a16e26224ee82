import type { BookSide } from './book-side.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { emitLevel } from './emit-book.ts'
import { compileInstrument } from './instrument.ts'
import type { Market } from './market.ts'
import { formatMoney } from './money.ts'
import type { Order } from './order.ts'
import { setBounds } from './set-mark.ts'
import { settleMarket } from './settle-market.ts'
import type { ExchangeInfoEntry } from './types.ts'

const delisted = new Set(['SETTLING', 'CLOSE'])

/**
 * Gives a symbol new rules. Orders that rest or wait keep their prices and quantities; what is placed or amended from now
 * on obeys the new ones. A new tick or step empties the book of external quantities, whose levels count in the old one:
 * the feed sets it again. A symbol that is delisted expires its orders; one that is only halted keeps them.
 *
 * @throws {RangeError} The new step is no multiple of the first one: quantities in use could not be counted.
 */
export function changeRules(context: EngineContext, market: Market, entry: ExchangeInfoEntry): void {
  const before = market.instrument
  const next = compileInstrument(entry, before)
  const factor = before.tickE8 / next.tickE8
  if (next.lotE8 !== before.lotE8) {
    throw new RangeError(
      `The step of ${entry.symbol} can only become a multiple of what it was when the exchange started`,
    )
  }
  const isNewGrid =
    !next.rules.tickSize.equals(before.rules.tickSize) || !next.rules.stepSize.equals(before.rules.stepSize)
  if (isNewGrid) for (const side of [market.bids, market.asks]) clearExternal(context, market, side)
  market.instrument = next
  if (factor !== 1) rescale(context, market, factor)
  setBounds(market)
  emitRules(context, market, factor)
  if (delisted.has(entry.status)) {
    for (const order of findOpenOrders(context, market)) {
      if (order.place !== 'closed') closeOrder(context, order, 'EXPIRED')
    }
  }
  settleMarket(context, market)
}

/** Tells everybody the rules of a symbol and what its ticks are worth. */
export function emitRules(context: EngineContext, market: Market, ticksFactor: number): void {
  const { entry, symbol, tickE8 } = market.instrument
  context.emit({
    kind: 'rules',
    symbol,
    timeMs: context.nowMs,
    entry,
    ticksFactor,
    tickPrice: formatMoney(BigInt(tickE8)),
  })
}

function findOpenOrders(context: EngineContext, market: Market): Order[] {
  return [...context.accounts.values()].flatMap((account) =>
    [...account.openOrders.values()].filter((order) => order.market === market),
  )
}

function clearExternal(context: EngineContext, market: Market, side: BookSide): void {
  const levels = Array.from({ length: side.size }, (_, rank) => side.at(rank))
  for (const level of levels) {
    if (level === undefined) continue
    level.setExternal(0, context.policy.queueModel)
    emitLevel(context, market, side.sign, level)
    side.removeIfEmpty(level)
  }
}

/** Counts every price of the market in ticks that are `factor` times finer. */
function rescale(context: EngineContext, market: Market, factor: number): void {
  market.bids.rescale(factor)
  market.asks.rescale(factor)
  market.lastTicks *= factor
  market.lowTicks *= factor
  market.highTicks *= factor
  market.shownBidTicks *= factor
  market.shownAskTicks *= factor
  for (const order of findOpenOrders(context, market)) order.rescale(market.instrument, factor)
  for (const { chase } of market.chases) {
    if (chase === undefined) continue
    chase.offsetTicks *= factor
    chase.maxDistanceTicks *= factor
    chase.startTicks *= factor
  }
}
