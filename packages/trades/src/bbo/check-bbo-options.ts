import { ParameterError, type Violation } from '@aster/core'

import type { BboRetryOptions } from './bbo-options.ts'

/** @throws {ParameterError} Names every option that does not fit. */
export function checkBboOptions(options: BboRetryOptions): void {
  const violations: Violation[] = []
  for (const field of ['ticksDistance', 'maxRetries'] as const) {
    const value = options[field]
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) {
      violations.push({ field, rule: 'wholeFromZero', value: String(value), message: 'must be a whole number from 0' })
    }
  }
  for (const field of ['fillTimeoutMs', 'maxChasePercent', 'deadlineMs'] as const) {
    const value = options[field]
    if (value !== undefined && !(value > 0)) {
      violations.push({ field, rule: 'positive', value: String(value), message: 'must be above 0' })
    }
  }
  if (violations.length > 0) throw new ParameterError('placeBboOrderWithRetry', violations)
}
