import { Decimal, type DecimalInput, toDecimal } from './decimal.ts'

/** How a value that lies between two points of a grid is moved; `exact` refuses it. */
export type GridRounding = 'down' | 'up' | 'nearest' | 'exact'

const zero = 48
const point = 46
/** Fifteen digits and a point: below 2^53 whatever they are. */
const longestUsual = 16

/** All whole multiples of one step: 0.1, 0.05, 0.25, 5. Text and whole counts of steps, both ways, without a float in between. */
export interface DecimalGrid {
  readonly step: Decimal
  /** Counts the steps in plain decimal text; `undefined` when it lies between two steps, is not plain text, or is beyond 2^53 units. */
  parse(text: string): number | undefined
  /** The decimal text of a count of steps, trailing zeros stripped. */
  format(count: number): string
}

/**
 * Builds the fast path of one step size. `parse` and `format` allocate nothing but the text, and use no Decimal: they are made for
 * order books.
 */
export function createDecimalGrid(step: DecimalInput): DecimalGrid {
  const stepSize = toDecimal(step)
  if (!stepSize.isPositive() || stepSize.isZero()) throw new RangeError(`A step is above 0, got ${String(step)}`)
  const decimals = Math.max(0, stepSize.decimalPlaces())
  const unitsPerStep = stepSize.times(new Decimal(10).pow(decimals)).toNumber()
  if (!Number.isSafeInteger(unitsPerStep)) throw new RangeError(`The step ${String(step)} has too many digits`)

  /** The usual form, `123.45` with at least as many decimals as the step; -1 for any other, which `parseUnits` decides. */
  const parseUsual = (text: string): number => {
    const { length } = text
    if (length > longestUsual) return -1
    let index = 0
    let units = 0
    let digit = text.charCodeAt(0) - zero
    while (digit >= 0 && digit <= 9) {
      units = units * 10 + digit
      digit = text.charCodeAt(++index) - zero
    }
    if (index === 0 || digit !== point - zero) return -1
    const end = index + 1 + decimals
    if (end > length) return -1
    while (++index < end) {
      digit = text.charCodeAt(index) - zero
      if (digit < 0 || digit > 9) return -1
      units = units * 10 + digit
    }
    for (; index < length; index++) if (text.charCodeAt(index) !== zero) return -1
    return units
  }

  const parse = (text: string): number | undefined => {
    const usual = parseUsual(text)
    const units = usual < 0 ? parseUnits(text, decimals) : usual
    if (units === undefined) return undefined
    if (unitsPerStep === 1) return units
    return units % unitsPerStep === 0 ? units / unitsPerStep : undefined
  }

  const format = (count: number): string => {
    const units = count * unitsPerStep
    if (!Number.isSafeInteger(units)) throw new RangeError(`${count} steps of ${stepSize.toFixed()} are not exact`)
    return formatUnits(units, decimals)
  }

  return { step: stepSize, parse, format }
}

/**
 * Reads plain decimal text as a whole number of units of 10^-decimals: `parseUnits('1.25', 2)` is 125. `undefined` when digits
 * other than zero lie below the unit, for any other text (exponents included), and beyond 2^53.
 */
export function parseUnits(text: string, decimals: number): number | undefined {
  const length = text.length
  let index = 0
  let negative = false
  if (text.charCodeAt(0) === 45) {
    negative = true
    index = 1
  }
  let units = 0
  let digits = 0
  let point = -1
  let missing = decimals
  for (; index < length; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit >= 0 && digit <= 9) {
      digits++
      if (point < 0) {
        units = units * 10 + digit
      } else if (missing > 0) {
        units = units * 10 + digit
        missing--
      } else if (digit !== 0) {
        return undefined
      }
    } else if (digit === -2 && point < 0) {
      point = index
    } else {
      return undefined
    }
  }
  if (digits === 0) return undefined
  for (; missing > 0; missing--) units *= 10
  if (units > Number.MAX_SAFE_INTEGER) return undefined
  return negative && units !== 0 ? -units : units
}

/** The reverse of {@link parseUnits}, trailing zeros stripped: `formatUnits(1250, 3)` is `'1.25'`. */
export function formatUnits(units: number, decimals: number): string {
  if (decimals === 0) return String(units === 0 ? 0 : units)
  const negative = units < 0
  const digits = String(negative ? -units : units).padStart(decimals + 1, '0')
  const point = digits.length - decimals
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === 48) end--
  const text = end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`
  return negative ? `-${text}` : text
}
