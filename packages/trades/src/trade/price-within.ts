import { getSideSign, roundOrderPrice, type Side, type SymbolRules, toDecimal } from '@aster/core'

import type { DecimalInput } from './trade-options.ts'

/**
 * The limit of an order that may pay so much more than the best price of the other side, in percent. On the tick, and never
 * beyond what was allowed.
 */
export function priceWithin(
  rules: SymbolRules,
  options: { readonly side: Side; readonly best: DecimalInput; readonly maxSlippagePercent: DecimalInput },
): string {
  const { side, best, maxSlippagePercent } = options
  const share = toDecimal(maxSlippagePercent).times(getSideSign(side)).plus(100).div(100)
  return roundOrderPrice(rules, toDecimal(best).times(share), side)
}
