import { refuseCall } from '../request/violations.ts'
import type { LostRequest, SettleClient, SettleOptions } from './settle-options.ts'

/** 2001 in milliseconds; a clock that shows less is a simulated one, whose times have no size of their own. */
const firstPlausibleMs = 1e12
const lastPlausibleMs = 1e14

const isTime = (value: number, nowMs: number): boolean =>
  Number.isFinite(value) && (nowMs < firstPlausibleMs || (value >= firstPlausibleMs && value < lastPlausibleMs))

/**
 * Checks what is told about a lost request. A time in the wrong unit would make it look long past, and the order it
 * placed absent.
 *
 * @throws {ParameterError} A time is in another unit or no time at all, or an option is none.
 */
export function checkLost({ nonceUs, sentAtMs }: LostRequest, options: SettleOptions, client: SettleClient): void {
  const nowMs = client.clock.now()
  if (!isTime(sentAtMs, nowMs)) {
    throw refuseCall('settle', 'sentAtMs', 'unit', sentAtMs, 'must be milliseconds since the epoch')
  }
  if (nonceUs !== undefined && (typeof nonceUs !== 'bigint' || !isTime(Number(nonceUs / 1_000n), nowMs))) {
    throw refuseCall('settle', 'nonceUs', 'unit', nonceUs, 'must be a bigint of microseconds since the epoch')
  }
  for (const name of ['windowMs', 'clockErrorMs', 'replicationLagMs', 'queryEveryMs', 'timeoutMs'] as const) {
    const value = options[name]
    const least = name === 'queryEveryMs' ? 1 : 0
    if (value === undefined || (Number.isFinite(value) && value >= least)) continue
    throw refuseCall('settle', name, 'range', value, `must be a number of milliseconds from ${least}`)
  }
}
