import { Decimal, type DecimalInput, formatDecimal, toDecimal } from '@aster/core'

/** Money and prices of the exchange have eight decimals; the references are binary numbers of 15 digits. */
const exactDecimals = 8
const referenceDigits = 15

/** Differences of one reference; none when it holds. */
export type Differences = readonly string[]

/**
 * Names each figure that differs from its reference at the last digit that both have: half a unit of that digit is granted to the
 * rounding of either. `undefined` stands for "none".
 */
export function compareFigures(
  rows: readonly (readonly [name: string, actual: DecimalInput | undefined, expected: DecimalInput | undefined])[],
  decimals = exactDecimals,
): string[] {
  return rows.flatMap(([name, actual, expected]) =>
    isSame(actual, expected, decimals)
      ? []
      : [`${name} is ${write(actual, decimals)}, the reference says ${write(expected, decimals)}`],
  )
}

function isSame(actual: DecimalInput | undefined, expected: DecimalInput | undefined, decimals: number): boolean {
  if (actual === undefined || expected === undefined) return actual === expected
  const reference = toDecimal(expected)
  const wholeDigits = reference.isZero() ? 0 : Math.max(0, reference.e + 1)
  const halfUnit = (places: number) => toDecimal(10).pow(-places).dividedBy(2)
  const tolerance = halfUnit(decimals).plus(halfUnit(referenceDigits - wholeDigits))
  return toDecimal(actual).minus(reference).abs().lessThanOrEqualTo(tolerance)
}

/** How many decimals a reference was published with; at least two. */
export const countDecimals = (value: number): number => Math.max(2, toDecimal(value).decimalPlaces())

/** What a number of the file says at the exchange's precision. */
export const writeAmount = (value: DecimalInput): string =>
  formatDecimal(toDecimal(value).toDecimalPlaces(exactDecimals))

function write(value: DecimalInput | undefined, decimals: number): string {
  if (value === undefined) return 'none'
  return formatDecimal(toDecimal(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).plus(0))
}
