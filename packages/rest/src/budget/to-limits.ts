/** A row of exchangeInfo's `rateLimits`. */
export interface RateLimitRow {
  readonly rateLimitType: string
  readonly interval: string
  readonly intervalNum: number
  readonly limit: number
}

const intervalUnitMs: Readonly<Record<string, number>> = {
  SECOND: 1_000,
  TEN_SECONDS: 10_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
}

type Limits = readonly (readonly [intervalMs: number, limit: number])[]

/** Limits by kind. Rows of a kind or an interval we do not know, or without a size, are left out. */
export function toLimits(rows: readonly RateLimitRow[]): { readonly weight: Limits; readonly orders: Limits } {
  const pick = (type: string): Limits =>
    rows.flatMap(({ rateLimitType, interval, intervalNum, limit }) => {
      const unitMs = intervalUnitMs[interval]
      const isLimit = rateLimitType === type && unitMs !== undefined && limit > 0 && intervalNum > 0
      return isLimit ? [[unitMs * intervalNum, limit] as const] : []
    })
  return { weight: pick('REQUEST_WEIGHT'), orders: pick('ORDERS') }
}
