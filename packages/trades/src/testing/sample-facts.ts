import type { Evidence } from '../orders/evidence.ts'
import type { OrderTerms } from '../orders/order-terms.ts'
import { parseTradeOptions } from '../trade/parse-trade-options.ts'
import type { TradeFacts, TradeOrder, TradeRole } from '../trade/trade-facts.ts'
import { createTradeMemory } from '../trade/trade-memory.ts'
import type { TradeOptions } from '../trade/trade-options.ts'
import { sampleOrder } from './sample-order.ts'
import { sampleRules } from './sample-rules.ts'

/** Facts of a long of 1 at 100 with a stop at 1 % and one take-profit at 2 %, for tests. */
export function sampleFacts(
  orders: readonly TradeOrder[] = [],
  changes: Partial<TradeFacts> = {},
  options: Partial<TradeOptions> = {},
): TradeFacts {
  const rules = sampleRules()
  const plan = parseTradeOptions(
    {
      symbol: 'BTCUSDT',
      side: 'BUY',
      quantity: '1',
      entry: 'market',
      takeProfits: 2,
      stop: { percent: 1 },
      ...options,
    },
    { tradeId: 't', rules, hedgeMode: false },
  )
  return {
    plan,
    rules,
    orders,
    foreignFills: [],
    memory: createTradeMemory(0),
    entryRuns: false,
    nowMs: 1_000,
    ...changes,
  }
}

/** One order of a trade, for tests. */
export const sampleTradeOrder = (
  role: TradeRole,
  clientOrderId: string,
  terms: Partial<OrderTerms>,
  evidence: Partial<Evidence>,
): TradeOrder => ({
  role,
  level: role === 'takeProfit' ? 0 : undefined,
  view: sampleOrder(clientOrderId, terms, { timeMs: 500, ...evidence }),
  ageMs: 500,
})

export const sampleEntry = (filled: string, state: Evidence['state'] = 'filled'): TradeOrder =>
  sampleTradeOrder('entry', 'en', { quantity: '1' }, { state, filledQuantity: filled, averagePrice: '100' })

export const sampleStop = (state: Evidence['state'], changes: Partial<Evidence> = {}, stopPrice = '99'): TradeOrder =>
  sampleTradeOrder(
    'stop',
    `sl${stopPrice}`,
    { side: 'SELL', type: 'STOP_MARKET', quantity: '0', closePosition: true, stopPrice },
    { state, ...changes },
  )

export const sampleTakeProfit = (state: Evidence['state'], quantity = '1', filled = '0'): TradeOrder =>
  sampleTradeOrder(
    'takeProfit',
    'tp',
    { side: 'SELL', quantity, price: '102', timeInForce: 'GTX' },
    { state, filledQuantity: filled, averagePrice: '102' },
  )
