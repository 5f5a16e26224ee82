/** Money and quantities in units of 1e-8: sums are exact, in any order. */
const decimals = 8
const one = 10n ** BigInt(decimals)
const shape = /^(-?)(\d*)(?:\.(\d*))?$/

/** Reads a decimal text; what is beyond the eighth decimal is rounded, halves away from zero. */
export function parseMoney(text: string): bigint {
  const match = shape.exec(text)
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) throw new RangeError(`"${text}" is not a decimal`)
  const fraction = match[3] ?? ''
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0')
  const isRoundedUp = (fraction[decimals] ?? '0') >= '5'
  const units = BigInt(match[2] === '' ? '0' : (match[2] ?? '0')) * one + BigInt(kept) + (isRoundedUp ? 1n : 0n)
  return match[1] === '-' ? -units : units
}

/** Writes units as a plain decimal without trailing zeros. */
export function formatMoney(units: bigint): string {
  const size = units < 0n ? -units : units
  const fraction = (size % one).toString().padStart(decimals, '0').replace(/0+$/, '')
  const text = `${size / one}${fraction === '' ? '' : `.${fraction}`}`
  return units < 0n ? `-${text}` : text
}

/** a x b / c, rounded, halves away from zero. */
export function scale(a: bigint, b: bigint, c: bigint): bigint {
  const product = a * b * 2n
  const isNegative = product < 0n !== c < 0n
  const size = ((product < 0n ? -product : product) / (c < 0n ? -c : c) + 1n) / 2n
  return isNegative ? -size : size
}

/** A quantity at a price. */
export const multiply = (quantity: bigint, price: bigint): bigint => scale(quantity, price, one)
