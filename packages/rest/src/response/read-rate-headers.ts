/** What the exchange says was used in an interval, from a header such as `x-mbx-used-weight-1m`. */
export interface RateReading {
  readonly kind: 'weight' | 'orders'
  readonly intervalMs: number
  readonly used: number
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const headerPattern = /^x-mbx-(used-weight|order-count)-(\d+)([smhd])$/

/** Reads the usage headers of an answer: weight of the address, orders of the account. */
export function readRateHeaders(headers: Readonly<Record<string, string>>): readonly RateReading[] {
  const readings: RateReading[] = []
  for (const name in headers) {
    if (!name.startsWith('x-mbx-')) continue
    const match = headerPattern.exec(name)
    if (match === null) continue
    const used = Number(headers[name])
    const intervalMs = Number(match[2]) * (unitMs[match[3] ?? ''] ?? Number.NaN)
    if (!Number.isFinite(used) || !Number.isFinite(intervalMs)) continue
    readings.push({ kind: match[1] === 'used-weight' ? 'weight' : 'orders', intervalMs, used })
  }
  return readings
}
