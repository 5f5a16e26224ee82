import { toDecimal } from '@aster/core'

/** An amount of USDT for the eye: two decimals, four below one cent. The exact figures are in the JSON line and the log. */
export function formatMoney(amount: string): string {
  const value = toDecimal(amount)
  return value.toFixed(value.abs().lt(0.01) && !value.isZero() ? 4 : 2)
}
