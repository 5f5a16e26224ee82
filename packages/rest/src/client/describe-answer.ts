import type { RateReading } from '../response/read-rate-headers.ts'
import type { AcceptedAttempt } from './attempt.ts'
import type { AnswerMeta } from './rest-client.ts'

/** Weight of the address in the running minute, where the answer told it. */
export const findUsedWeight = (readings: readonly RateReading[]): number | undefined =>
  readings.find(({ kind, intervalMs }) => kind === 'weight' && intervalMs === 60_000)?.used

/** What is known about an answer besides its content. */
export function describeAnswer(accepted: AcceptedAttempt): AnswerMeta {
  const { response, readings, attempt, durationMs, sentAtMs, nonceUs } = accepted
  const { status = 0, headers = {} } = response ?? {}
  const orderCounts = readings.filter(({ kind }) => kind === 'orders')
  const usedWeight = findUsedWeight(readings)
  return { status, headers, attempts: attempt, durationMs, sentAtMs, nonceUs, usedWeight, orderCounts }
}
