import type { DecimalGrid, GridRounding } from '../decimal/decimal-grid.ts'
import { type Decimal, type DecimalInput, formatDecimal, toDecimal } from '../decimal/decimal.ts'
import { ParameterError } from '../errors/index.ts'
import type { SymbolRules } from './symbol-rules.ts'

/** A price as a whole number of ticks. */
export type Ticks = number
/** A quantity as a whole number of lots (steps of LOT_SIZE). */
export type Lots = number

/**
 * Counts the ticks in a price: down, up, to the nearest (half up), or exactly.
 *
 * @throws {ParameterError} Not a number, beyond 2^53 ticks, or with `exact` between two ticks.
 */
export function toTicks(rules: SymbolRules, price: DecimalInput, rounding: GridRounding): Ticks {
  return countSteps(rules.priceGrid, 'price', price, rounding)
}

/** The price of a count of ticks, as decimal text. */
export function fromTicks(rules: SymbolRules, ticks: Ticks): string {
  return rules.priceGrid.format(ticks)
}

/** Counts the lots in a quantity; see {@link toTicks}. */
export function toLots(rules: SymbolRules, quantity: DecimalInput, rounding: GridRounding): Lots {
  return countSteps(rules.quantityGrid, 'quantity', quantity, rounding)
}

/** The quantity of a count of lots, as decimal text. */
export function fromLots(rules: SymbolRules, lots: Lots): string {
  return rules.quantityGrid.format(lots)
}

/** The tick count of decimal text, without Decimal: `undefined` when it is not on a tick. For books. */
export function parseTicks(rules: SymbolRules, text: string): Ticks | undefined {
  return rules.priceGrid.parse(text)
}

/** The lot count of decimal text, without Decimal: `undefined` when it is not on a step. For books. */
export function parseLots(rules: SymbolRules, text: string): Lots | undefined {
  return rules.quantityGrid.parse(text)
}

function countSteps(grid: DecimalGrid, field: string, value: DecimalInput, rounding: GridRounding): number {
  const exact = typeof value === 'string' ? grid.parse(value) : undefined
  if (exact !== undefined) return exact
  const decimal = toDecimal(value)
  const steps = roundSteps(decimal, grid.step, rounding)
  const count = steps?.toNumber()
  if (count !== undefined && Number.isSafeInteger(count)) return count === 0 ? 0 : count // no -0
  const [rule, message] =
    steps === undefined ? ['step', 'is not a multiple of'] : ['range', 'is more than 2^53 times the step of']
  throw new ParameterError('Counting steps', [
    { field, rule, value: formatDecimal(decimal), message: `${message} ${formatDecimal(grid.step)}` },
  ])
}

function roundSteps(value: Decimal, step: Decimal, rounding: GridRounding): Decimal | undefined {
  const remainder = value.modulo(step) // has the sign of the value
  const whole = value.minus(remainder).dividedBy(step)
  if (remainder.isZero()) return whole
  if (rounding === 'exact') return undefined
  const floor = remainder.isNegative() ? whole.minus(1) : whole
  if (rounding === 'down') return floor
  if (rounding === 'up') return floor.plus(1)
  return value.minus(floor.times(step)).times(2).lessThan(step) ? floor : floor.plus(1)
}
