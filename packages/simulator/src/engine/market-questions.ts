import { toLots, toTicks } from '@aster/core'

import { type EngineContext, getMarket } from './context.ts'
import { describeDepth, describeMark, describeMoney, describeTop } from './describe-market.ts'
import { signOf } from './side-sign.ts'
import { snapToGrid } from './snap-to-grid.ts'
import type { Engine } from './types.ts'

type MarketQuestions = Pick<
  Engine,
  | 'symbols'
  | 'getSymbol'
  | 'getDepth'
  | 'getTop'
  | 'getExternalLots'
  | 'getExternalLevels'
  | 'getLastPrice'
  | 'getMark'
  | 'getMoney'
  | 'formatPrice'
  | 'formatQuantity'
  | 'toTicks'
  | 'toLots'
>

/** What a market can be asked. */
export function createMarketQuestions(context: EngineContext): MarketQuestions {
  const find = (symbol: string) => getMarket(context, symbol)
  return {
    symbols: () => [...context.markets.keys()],
    getSymbol: (symbol) => context.markets.get(symbol)?.instrument.entry,
    getDepth: (symbol, limit) => describeDepth(context, find(symbol), limit),
    getTop: (symbol) => describeTop(find(symbol)),
    getExternalLots(symbol, side, priceTicks) {
      const market = find(symbol)
      const sign = signOf(side)
      return market.side(sign).get(snapToGrid(market, sign, priceTicks))?.external ?? 0
    },
    getExternalLevels(symbol, side) {
      const levels = find(symbol).side(signOf(side))
      return Array.from({ length: levels.size }, (_, rank) => levels.at(rank)).flatMap((level) =>
        level === undefined || level.external === 0 ? [] : [{ priceTicks: level.ticks, lots: level.external }],
      )
    },
    getLastPrice(symbol) {
      const { lastTicks, instrument } = find(symbol)
      return lastTicks === 0 ? undefined : instrument.rules.priceGrid.format(lastTicks)
    },
    getMark: (symbol) => describeMark(find(symbol)),
    getMoney: () => describeMoney(context),
    formatPrice: (symbol, ticks) => find(symbol).instrument.rules.priceGrid.format(ticks),
    formatQuantity: (symbol, lots) => find(symbol).instrument.rules.quantityGrid.format(lots),
    toTicks(symbol, price) {
      const { parsed, tickUnits } = find(symbol).instrument
      return toTicks(parsed, price, 'nearest') * tickUnits
    },
    toLots(symbol, quantity) {
      const { parsed, stepUnits } = find(symbol).instrument
      return toLots(parsed, quantity, 'nearest') * stepUnits
    },
  }
}
