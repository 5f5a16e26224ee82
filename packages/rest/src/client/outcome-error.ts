import { OutcomeUnknownError, RateLimitError, RejectedError, TransportError } from '@aster/core'

import type { CallPlan } from '../request/plan-call.ts'
import type { FailedAttempt } from './attempt.ts'

/** The error a call ends with, when this was its last attempt. */
export function toOutcomeError(
  { endpoint, clientOrderId, clientOrderIds }: CallPlan,
  outcome: FailedAttempt,
): RejectedError | RateLimitError | TransportError | OutcomeUnknownError {
  const { name, effect } = endpoint
  switch (outcome.kind) {
    case 'rejected':
      return new RejectedError(name, outcome)
    case 'slowDown':
      return new RateLimitError(name, outcome)
    case 'unanswered': {
      const { reason, status, sent, cause, nonceUs } = outcome
      return effect === 'read' || !sent
        ? new TransportError(name, { reason, status }, { cause })
        : new OutcomeUnknownError(name, { clientOrderId, clientOrderIds, nonce: nonceUs, reason }, { cause })
    }
  }
}
