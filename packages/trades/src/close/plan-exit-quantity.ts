import { splitMarketQuantity, type SymbolRules } from '@aster/core'

/**
 * How much the next market order may close: the whole of it, or as much as MARKET_LOT_SIZE allows; the rest follows in the
 * next slice. What is below the step stays as it is, for the exchange to judge.
 */
export const planExitQuantity = (rules: SymbolRules, openQuantity: string): string =>
  splitMarketQuantity(rules, openQuantity)[0] ?? openQuantity
