import { advance } from './advance.ts'
import { changeRules } from './change-rules.ts'
import { type EngineContext, getMarket, noteTime } from './context.ts'
import type { Market } from './market.ts'
import { readMoney } from './money.ts'
import { printTrade } from './print-trade.ts'
import { addExternalLots, setExternalLevel } from './set-level.ts'
import { setMark } from './set-mark.ts'
import { settleMarket } from './settle-market.ts'
import { signOf } from './side-sign.ts'
import { sweepBook } from './sweep-book.ts'
import type { Engine } from './types.ts'

type MarketCommands = Pick<
  Engine,
  'setLevel' | 'setLevels' | 'addLevel' | 'trade' | 'setMark' | 'setFundingRate' | 'advance' | 'updateSymbol'
>

/** What a market can be told by its feed. */
export function createMarketCommands(context: EngineContext): MarketCommands {
  const on = (symbol: string, nowMs: number): Market => {
    noteTime(context, nowMs)
    return getMarket(context, symbol)
  }
  return {
    setLevel(symbol, side, priceTicks, lots, nowMs) {
      const market = on(symbol, nowMs)
      setExternalLevel(context, market, signOf(side), priceTicks, lots)
      settleMarket(context, market)
    },
    setLevels(symbol, changes, nowMs) {
      const market = on(symbol, nowMs)
      for (const { side, priceTicks, lots } of changes) {
        setExternalLevel(context, market, signOf(side), priceTicks, lots)
      }
      settleMarket(context, market)
    },
    addLevel(symbol, side, priceTicks, deltaLots, nowMs) {
      const market = on(symbol, nowMs)
      addExternalLots(context, market, signOf(side), priceTicks, deltaLots)
      settleMarket(context, market)
    },
    trade(symbol, takerSide, limitTicks, lots, options, nowMs) {
      const market = on(symbol, nowMs)
      let taken = lots
      if (options.consumeBook) taken = sweepBook(context, market, signOf(takerSide), limitTicks, lots)
      else printTrade(context, market, signOf(takerSide), limitTicks, lots, options.lateByMs ?? 0)
      settleMarket(context, market)
      return taken
    },
    setMark: (symbol, markPrice, indexPrice, nowMs) => setMark(context, on(symbol, nowMs), markPrice, indexPrice),
    setFundingRate(symbol, rate, nowMs) {
      on(symbol, nowMs).fundingRateE8 = readMoney(`funding rate of ${symbol}`, rate)
    },
    advance(nowMs) {
      noteTime(context, nowMs)
      advance(context)
    },
    updateSymbol(entry, nowMs) {
      changeRules(context, on(entry.symbol, nowMs), entry)
    },
  }
}
