import { lanes } from '../request/find-lane.ts'
import { refuseCall } from '../request/violations.ts'
import type { CallOptions } from './rest-client.ts'

/** A time limit is a real number above zero: NaN and infinity would end the call after it was sent, not before. */
export function checkTimeoutMs(operation: string, timeoutMs: unknown): void {
  if (typeof timeoutMs === 'number' && Number.isFinite(timeoutMs) && timeoutMs > 0) return
  throw refuseCall(operation, 'timeoutMs', 'range', timeoutMs, 'must be a number of milliseconds above 0')
}

/**
 * Checks how a call is to be made, before anything of it is done.
 *
 * @throws {ParameterError} An option is of the wrong kind or out of range.
 */
export function checkCallOptions(operation: string, options: CallOptions): void {
  const { timeoutMs, budgetWaitMs, maxAttempts, lane, nonceUs, signal } = options
  if (timeoutMs !== undefined) checkTimeoutMs(operation, timeoutMs)
  if (budgetWaitMs !== undefined && !(Number.isFinite(budgetWaitMs) && budgetWaitMs >= 0)) {
    throw refuseCall(operation, 'budgetWaitMs', 'range', budgetWaitMs, 'must be a number of milliseconds from 0')
  }
  if (maxAttempts !== undefined && !(Number.isSafeInteger(maxAttempts) && maxAttempts >= 1)) {
    throw refuseCall(operation, 'maxAttempts', 'range', maxAttempts, 'must be a whole number from 1')
  }
  if (lane !== undefined && !lanes.includes(lane)) {
    throw refuseCall(operation, 'lane', 'value', lane, `must be one of ${lanes.join(', ')}`)
  }
  if (nonceUs !== undefined && typeof nonceUs !== 'bigint') {
    throw refuseCall(operation, 'nonceUs', 'type', nonceUs, 'must be a bigint of microseconds')
  }
  if (signal !== undefined && typeof signal.addEventListener !== 'function') {
    throw refuseCall(operation, 'signal', 'type', signal, 'must be an AbortSignal')
  }
}
