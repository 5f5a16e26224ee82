import { Decimal, type DecimalInput, toDecimal } from '../decimal/decimal.ts'
import { ParameterError } from '../errors/index.ts'

/** One leverage bracket as the exchange sends it; `cum` is computed where it is absent. */
export interface ExchangeBracket {
  readonly bracket: number
  readonly initialLeverage: number
  readonly notionalFloor: DecimalInput
  readonly notionalCap: DecimalInput
  readonly maintMarginRatio: DecimalInput
  readonly cum?: DecimalInput | undefined
}

/** One leverage bracket: it holds for floor < notional <= cap, in quote asset. */
export interface MarginBracket {
  readonly bracket: number
  /** Highest leverage allowed at these notionals. */
  readonly maxLeverage: number
  readonly notionalFloor: Decimal
  readonly notionalCap: Decimal
  /** Maintenance margin per notional. */
  readonly maintenanceRate: Decimal
  /** Taken off the product of rate and notional, so that the margin is continuous from bracket to bracket. */
  readonly cumulative: Decimal
}

/**
 * Reads the brackets of a symbol, lowest first.
 *
 * @throws {ParameterError} There is none, a number is malformed, or they leave a gap.
 * @see Aster futures API v3, "Notional and Leverage Brackets"
 */
export function parseMarginBrackets(entries: readonly ExchangeBracket[]): readonly MarginBracket[] {
  const sorted = entries.toSorted((a, b) => toDecimal(a.notionalFloor).comparedTo(b.notionalFloor))
  const brackets: MarginBracket[] = []
  for (const entry of sorted) {
    const notionalFloor = toDecimal(entry.notionalFloor)
    const maintenanceRate = toDecimal(entry.maintMarginRatio)
    const below = brackets.at(-1)
    if (!notionalFloor.equals(below?.notionalCap ?? 0))
      throw refuse(String(entry.bracket), 'does not begin where the one below it ends')
    const step = maintenanceRate.minus(below?.maintenanceRate ?? maintenanceRate)
    const computed = notionalFloor.times(step).plus(below?.cumulative ?? 0)
    brackets.push({
      bracket: entry.bracket,
      maxLeverage: entry.initialLeverage,
      notionalFloor,
      notionalCap: toDecimal(entry.notionalCap),
      maintenanceRate,
      cumulative: entry.cum === undefined ? computed : toDecimal(entry.cum),
    })
  }
  if (brackets.length === 0) throw refuse('none', 'is needed at least once')
  return Object.freeze(brackets)
}

/** The bracket of a notional; beyond the last cap the last one, for 0 the first. */
export function findBracket(brackets: readonly MarginBracket[], notional: DecimalInput): MarginBracket {
  const size = toDecimal(notional).abs()
  const found = brackets.find(({ notionalCap }) => size.lessThanOrEqualTo(notionalCap)) ?? brackets.at(-1)
  if (found === undefined) throw refuse('none', 'is needed at least once')
  return found
}

/** The largest notional that a leverage allows; `undefined` when no bracket allows it. */
export function findLargestNotional(brackets: readonly MarginBracket[], leverage: number): Decimal | undefined {
  const allowed = brackets.filter(({ maxLeverage }) => leverage <= maxLeverage).map(({ notionalCap }) => notionalCap)
  return allowed.length === 0 ? undefined : Decimal.max(...allowed)
}

function refuse(value: string, message: string): ParameterError {
  return new ParameterError('Margin brackets', [{ field: 'bracket', rule: 'brackets', value, message }])
}
