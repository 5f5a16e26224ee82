import { Decimal, type DecimalInput, formatDecimal, toDecimal } from '@aster/core'

/** Money and prices of the exchange have eight decimals; the references are binary numbers of 15 digits. */
const exactDecimals = 8

/** Differences of one reference; none when it holds. */
export type Differences = readonly string[]

/** Names each figure that differs from its reference at the last digit that both have. `undefined` stands for "none". */
export function compareFigures(
  rows: readonly (readonly [name: string, actual: DecimalInput | undefined, expected: DecimalInput | undefined])[],
  decimals = exactDecimals,
): string[] {
  return rows.flatMap(([name, actual, expected]) => {
    const found = write(actual, decimals)
    const wanted = write(expected, decimals)
    return found === wanted ? [] : [`${name} is ${found}, the reference says ${wanted}`]
  })
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
