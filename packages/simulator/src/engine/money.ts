/** Money is a whole number of 1e-8 of the asset. */
export type Money = bigint

export const oneUnit = 100_000_000n

const pattern = /^-?\d{1,30}(?:\.\d{1,30})?$/

/** Reads plain decimal text; `undefined` for anything else and for digits below 1e-8. */
export function parseMoney(text: string): Money | undefined {
  if (!pattern.test(text)) return undefined
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  if (/[^0]/.test(fraction.slice(8))) return undefined
  const amount = BigInt(whole) * oneUnit + BigInt(fraction.slice(0, 8).padEnd(8, '0'))
  return negative ? -amount : amount
}

/** Like {@link parseMoney}, for settings: throws with the name of what is wrong. */
export function readMoney(name: string, text: string): Money {
  const amount = parseMoney(text)
  if (amount === undefined) throw new RangeError(`${name} is not a decimal number with at most 8 decimals: ${text}`)
  return amount
}

/** Plain decimal text, trailing zeros stripped. */
export function formatMoney(amount: Money): string {
  if (amount === 0n) return '0'
  const negative = amount < 0n
  const digits = (negative ? -amount : amount).toString().padStart(9, '0')
  const fraction = digits.slice(-8).replace(/0+$/, '')
  const text = fraction === '' ? digits.slice(0, -8) : `${digits.slice(0, -8)}.${fraction}`
  return negative ? `-${text}` : text
}

/** a x b / c, to the nearest, halves away from zero; `c` above 0. */
export function multiplyDivide(a: bigint, b: bigint, c: bigint): bigint {
  const product = a * b
  const half = c / 2n
  return product >= 0n ? (product + half) / c : (product - half) / c
}

export const maxMoney = (a: Money, b: Money): Money => (a > b ? a : b)
export const minMoney = (a: Money, b: Money): Money => (a < b ? a : b)
export const absMoney = (a: Money): Money => (a < 0n ? -a : a)
