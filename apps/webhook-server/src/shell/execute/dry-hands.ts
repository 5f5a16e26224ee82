import { floorMarketQuantity, getOppositeSide, type Side } from '@aster/core'
import {
  type Account,
  type OrderRequest,
  priceStop,
  priceTakeProfit,
  priceWithin,
  RiskRefusedError,
} from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { SignalEntry } from '../../core/signal.ts'
import type { EntryLeg, Hands, LegName, OrderFacts } from './hands.ts'
import { readLegs } from './read-legs.ts'
import { readOppositePrice } from './read-opposite-price.ts'
import type { TradeBook } from './trade-book.ts'

/** Hands that say what they would do, after every check that is made before an order leaves. They send nothing. */
export function createDryHands(parts: { readonly account: Account; readonly trades: TradeBook }): Hands {
  const { account, trades } = parts
  const judge = (order: OrderRequest) => {
    const broken = account.risk.explain(order).checks.filter(({ ok, scope }) => !ok && scope !== 'account')
    if (broken.length > 0) throw new RiskRefusedError(order.symbol, broken)
  }
  const tell = async (
    leg: LegName & { readonly side: Side; readonly maxSlippagePercent?: string | undefined },
    quantity: string,
    reduceOnly: boolean,
  ) => {
    const { symbol, side, positionSide, maxSlippagePercent } = leg
    const best = await readOppositePrice(account, symbol, side)
    const isCapped = maxSlippagePercent !== undefined
    const price = isCapped ? priceWithin(account.getRules(symbol), { side, best, maxSlippagePercent }) : best
    const named = positionSide === 'BOTH' ? {} : { positionSide }
    const kind = isCapped ? ({ type: 'LIMIT', timeInForce: 'IOC', price } as const) : ({ type: 'MARKET' } as const)
    judge({ symbol, side, quantity, ...kind, ...named, ...(reduceOnly ? { reduceOnly } : {}) })
    return { wouldSend: true, symbol, side, positionSide, type: kind.type, quantity, reduceOnly, price }
  }
  return {
    cancelEntries: (symbol) =>
      Promise.resolve(
        trades.list().filter(({ plan }) => plan.symbol === symbol && plan.entry.type !== 'market').length,
      ),
    async close(leg) {
      const [open] = (await readLegs(account, leg.symbol)).filter(
        ({ positionSide }) => positionSide === leg.positionSide,
      )
      if (open === undefined) return { wouldSend: false, symbol: leg.symbol, quantity: '0' }
      return tell({ ...leg, side: getOppositeSide(open.side) }, open.quantity.toFixed(), true)
    },
    placeMarket: async (_intentId, order): Promise<OrderFacts> =>
      tell(order, floorMarketQuantity(account.getRules(order.symbol), order.quantity), order.reduceOnly),
    async openTrade(_stored, command, leg: EntryLeg) {
      const { symbol, side, quantity, positionSide } = leg
      const { entry } = command
      const terms = await planTerms(entry, () => readOppositePrice(account, symbol, side))
      const { price } = terms
      judge({ symbol, side, quantity, ...terms.order, ...(positionSide === 'BOTH' ? {} : { positionSide }) })
      return {
        message: `dry run: would open ${symbol} with ${entry.type} ${side} ${quantity}`,
        order: {
          wouldSend: true,
          symbol,
          side,
          positionSide,
          type: entry.type,
          quantity,
          price,
          stopPrice: priceStop(account.getRules(symbol), side, price, command.stop),
          takeProfitPrices: command.takeProfits?.map((level) =>
            priceTakeProfit(account.getRules(symbol), side, price, level),
          ),
        },
      }
    },
    async protect({ symbol, positionSide }, stop, order) {
      const [held] = (await readLegs(account, symbol)).filter((leg) => leg.positionSide === positionSide)
      const side = (order?.side as Side | undefined) ?? held?.side
      if (side === undefined || order?.reduceOnly === true) return { stop: undefined }
      const price = order?.price ?? (await readOppositePrice(account, symbol, side))
      return { stop: `would rest at ${priceStop(account.getRules(symbol), side, price, stop)}` }
    },
    async moveToBreakEven({ symbol, positionSide }) {
      const { entryPrice } = await account.readPosition(symbol, positionSide, { lane: 'read' })
      return `dry run: would move the stop of ${symbol} to ${entryPrice} and the fees`
    },
    cancelLeftStops: () => Promise.resolve(),
    async setLeverage(symbol) {
      if ((await readLegs(account, symbol)).length === 0) return
      throw new Refusal(409, 'LEVERAGE_IN_USE', `leverage of ${symbol} cannot be changed while a position exists`)
    },
  }
}

/** The order of an entry as the risk gate judges it, and the price that it would pay about. */
async function planTerms(
  entry: SignalEntry,
  readPrice: () => Promise<string>,
): Promise<{ readonly price: string; readonly order: Pick<OrderRequest, 'type' | 'price' | 'stopPrice'> }> {
  if (entry.type === 'limit') return { price: entry.price, order: { type: 'LIMIT', price: entry.price } }
  if (entry.type === 'stop') {
    const { stopPrice, limitPrice } = entry
    return limitPrice === undefined
      ? { price: stopPrice, order: { type: 'STOP_MARKET', stopPrice } }
      : { price: limitPrice, order: { type: 'STOP', stopPrice, price: limitPrice } }
  }
  const price = await readPrice()
  return { price, order: entry.type === 'market' ? { type: 'MARKET' } : { type: 'LIMIT', price } }
}
