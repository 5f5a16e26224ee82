import { Decimal, type DecimalInput, formatDecimal, toDecimal } from '../decimal/decimal.ts'
import type { SymbolRules } from './symbol-rules.ts'
import { fromLots, toLots } from './ticks-and-lots.ts'

/** The largest quantity on a step that is not above the given one: `'0'` when it is less than one step. */
export function floorQuantity(rules: SymbolRules, quantity: DecimalInput): string {
  return fromLots(rules, toLots(rules, quantity, 'down'))
}

/** As {@link floorQuantity}, on the steps of MARKET orders, which may be coarser; both steps hold. */
export function floorMarketQuantity(rules: SymbolRules, quantity: DecimalInput): string {
  const step = getMarketStep(rules)
  const decimal = toDecimal(quantity)
  return formatDecimal(decimal.dividedToIntegerBy(step).times(step))
}

/** The step that satisfies LOT_SIZE and MARKET_LOT_SIZE: their least common multiple. */
export function getMarketStep(rules: SymbolRules): Decimal {
  const { stepSize, marketStepSize } = rules
  if (marketStepSize.modulo(stepSize).isZero()) return marketStepSize
  let step = marketStepSize
  while (!step.modulo(stepSize).isZero()) step = step.plus(marketStepSize)
  return step
}

/**
 * Cuts a quantity into pieces that MARKET orders may carry, largest first; a big exit needs more than one. What is below a step is
 * left out.
 */
export function splitMarketQuantity(rules: SymbolRules, quantity: DecimalInput): string[] {
  const largest = getLargestMarketQuantity(rules)
  const pieces: string[] = []
  let rest = toDecimal(floorMarketQuantity(rules, quantity))
  while (largest !== undefined && rest.greaterThan(largest)) {
    pieces.push(formatDecimal(largest))
    rest = rest.minus(largest)
  }
  if (rest.greaterThan(0)) pieces.push(formatDecimal(rest))
  return pieces
}

function getLargestMarketQuantity(rules: SymbolRules): Decimal | undefined {
  const limits = [rules.marketMaxQuantity, rules.maxQuantity].filter((limit) => limit.greaterThan(0))
  if (limits.length === 0) return undefined
  return toDecimal(floorMarketQuantity(rules, Decimal.min(...limits)))
}
