import type { Instrument } from './instrument.ts'
import { formatMoney, multiplyDivide, oneUnit } from './money.ts'

/** A price in 1e-8 as text. */
export function formatE8(priceE8: number | bigint): string {
  return formatMoney(BigInt(priceE8))
}

/** What `lots` cost on average, to the nearest 1e-8; '0' without lots. */
export function formatAveragePrice(instrument: Instrument, value: bigint, lots: number): string {
  return lots === 0 ? '0' : formatMoney(computeAveragePriceE8(instrument, value, lots))
}

/** Signed value over signed lots, in 1e-8. */
export function computeAveragePriceE8(instrument: Instrument, value: bigint, lots: number): bigint {
  if (lots === 0) return 0n
  const positive = value < 0n ? -value : value
  return multiplyDivide(positive, oneUnit, BigInt(Math.abs(lots)) * instrument.lotE8)
}
