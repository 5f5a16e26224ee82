import { Decimal as BaseDecimal } from 'decimal.js'

import { ParameterError } from '../errors/index.ts'

/**
 * Exact decimal numbers: 40 significant digits in divisions, no exponent in `toString` within any range a market knows. For
 * parsing, printing, configuration and results; never inside a loop that runs per market event.
 */
export const Decimal = BaseDecimal.clone({
  defaults: true,
  precision: 40,
  rounding: BaseDecimal.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 40,
})
export type Decimal = BaseDecimal

/** What can become a {@link Decimal}: `'0.1'`, `'1.2E7'`, `0.1`. A number counts as its shortest decimal form. */
export type DecimalInput = string | number | Decimal

const decimalForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/
const largestExponent = 60

/**
 * Reads a decimal number.
 *
 * @throws {ParameterError} It is not a finite decimal number, or one of no market (beyond 1e±60).
 */
export function toDecimal(value: DecimalInput): Decimal {
  if (typeof value === 'string' && !decimalForm.test(value)) throw refuse(value)
  const decimal = new Decimal(value)
  if (!decimal.isFinite() || Math.abs(decimal.e) > largestExponent) throw refuse(value)
  return decimal
}

/** Writes a number as the exchange takes it: no exponent, no trailing zeros, no minus sign before zero. */
export function formatDecimal(value: DecimalInput): string {
  const decimal = toDecimal(value)
  return decimal.isZero() ? '0' : decimal.toFixed()
}

function refuse(value: DecimalInput): ParameterError {
  const shown = String(value).slice(0, 40)
  return new ParameterError('toDecimal', [
    { field: 'value', rule: 'decimal', value: shown, message: 'is not a decimal number' },
  ])
}
