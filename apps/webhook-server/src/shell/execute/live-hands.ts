import { type Account, closePosition, protectPosition, readSymbolSettings, type StopOptions } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { Hands } from './hands.ts'
import { moveStop } from './move-to-break-even.ts'
import { openTrade } from './open-trade.ts'
import { placeMarketOnce } from './place-market-once.ts'
import { readLegs } from './read-legs.ts'
import type { TradeBook } from './trade-book.ts'

/** Hands that act on the account. */
export function createLiveHands(parts: { readonly account: Account; readonly trades: TradeBook }): Hands {
  const { account, trades } = parts
  return {
    cancelEntries: (symbol) => trades.cancelEntries(symbol),
    async close(leg) {
      const { closedQuantity, averagePrice, clientOrderIds } = await closePosition(account, { ...leg, passive: false })
      const clientOrderId = clientOrderIds.at(-1)
      return { symbol: leg.symbol, quantity: closedQuantity, averagePrice, clientOrderId, clientOrderIds }
    },
    async placeMarket(intentId, order) {
      if (!order.reduceOnly) await account.whenLive({ timeoutMs: 10_000 })
      return placeMarketOnce(account, intentId, order)
    },
    openTrade: (stored, command, leg) => openTrade(parts, stored, command, leg),
    async protect(leg, stop) {
      const { stopOrderId, ...position } = await protectPosition(account, { ...leg, stop: stop satisfies StopOptions })
      return { stop: stopOrderId, position }
    },
    moveToBreakEven: (leg) => moveStop(parts, leg),
    setLeverage: (symbol, leverage) => setLeverage(account, symbol, leverage),
  }
}

/** Never under an open position or resting orders: it would move the price of liquidation. */
async function setLeverage(account: Account, symbol: string, leverage: number): Promise<void> {
  const [now] = await readSymbolSettings(account.rest, [symbol])
  if (now?.leverage === String(leverage)) return
  if ((await readLegs(account, symbol)).length > 0 || (await account.readOpenOrders(symbol)).length > 0) {
    const message = `leverage of ${symbol} is ${now?.leverage ?? 'unknown'} and cannot be changed while a position or orders exist`
    throw new Refusal(409, 'LEVERAGE_IN_USE', message)
  }
  await account.rest.position.setLeverage({ symbol, leverage })
}
