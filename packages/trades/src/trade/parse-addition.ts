import type { SymbolRules } from '@aster/core'

import { parseTradeOptions } from './parse-trade-options.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeAddition } from './trade.ts'

/**
 * The plan of an addition: everything of the trade, with another quantity and entry.
 *
 * @throws {ParameterError} The quantity or the entry does not fit.
 */
export function parseAddition(plan: TradePlan, rules: SymbolRules, { quantity, entry }: TradeAddition): TradePlan {
  const wanted = parseTradeOptions(
    { symbol: plan.symbol, side: plan.side, quantity, entry: entry ?? 'market' },
    { tradeId: plan.tradeId, rules, hedgeMode: plan.positionSide !== 'BOTH' },
  )
  // the stop stands already, and the intent was the first entry's
  return { ...plan, quantity: wanted.quantity, entry: wanted.entry, bracket: 'emulated', intentId: undefined }
}
