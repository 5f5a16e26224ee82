import { ParameterError, RateLimitError, RejectedError, TransportError } from '@aster/core'

import { JournalError } from '../journal/journal-errors.ts'
import type { DeskParts } from './order-desk.ts'

/** Nothing came of it, for certain. */
export function refuseOrder(
  parts: Pick<DeskParts, 'tracker' | 'report'>,
  clientOrderId: string,
  error: unknown,
  otherwise: string,
): void {
  const reason = error instanceof RejectedError ? error.reason : error instanceof Error ? error.message : otherwise
  const isKnown =
    error instanceof TransportError ||
    error instanceof ParameterError ||
    error instanceof RateLimitError ||
    error instanceof JournalError
  if (error !== undefined && !(error instanceof RejectedError) && !isKnown) {
    // not one of the errors that the client promises: nothing is certain, and the reconciliation will tell
    parts.report('inDoubt', reason, clientOrderId)
    return
  }
  parts.tracker.apply({
    clientOrderId,
    state: 'rejected',
    timeMs: 0,
    refusal: {
      code: error instanceof RejectedError ? error.code : undefined,
      reason,
      retryAfterMs: error instanceof RateLimitError ? error.retryAfterMs : undefined,
    },
  })
}
