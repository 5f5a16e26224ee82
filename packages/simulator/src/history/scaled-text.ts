/** A decimal as a whole number and the count of its decimals: 0.05 is 5 with 2. */
export interface ScaledNumber {
  readonly mantissa: bigint
  readonly decimals: number
}

/** Reads a plain decimal such as `0.0500` or `5`. Trailing zeros do not count as decimals. */
export function parseScaled(text: string): ScaledNumber {
  const [whole = '0', fraction = ''] = text.split('.')
  const digits = fraction.replace(/0+$/, '')
  return { mantissa: BigInt(whole + digits), decimals: digits.length }
}

/** `count` times the size, as a plain decimal with all decimals of the size. Exact. */
export function formatScaled(count: number | bigint, size: ScaledNumber): string {
  const value = BigInt(count) * size.mantissa
  if (size.decimals === 0) return value.toString()
  const negative = value < 0n
  const digits = (negative ? -value : value).toString().padStart(size.decimals + 1, '0')
  const point = digits.length - size.decimals
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** The size of a product: ticks times lots counts in tick size times step size. */
export function multiplyScaled(a: ScaledNumber, b: ScaledNumber): ScaledNumber {
  return { mantissa: a.mantissa * b.mantissa, decimals: a.decimals + b.decimals }
}
