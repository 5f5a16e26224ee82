import { type Clock, TransportFailure, type TransportResponse } from '@aster/core'

import type { Ticket } from '../budget/create-budgets.ts'
import type { CallPlan } from '../request/plan-call.ts'
import { classifyResponse } from '../response/classify-response.ts'
import { readRetryAfterMs } from '../response/read-retry-after.ts'
import type { FailedAttempt } from './attempt.ts'

interface JudgeFacts {
  readonly nonceUs: bigint | undefined
  readonly clock: Pick<Clock, 'now'>
}

/** What a failure of the transport means. One that breaks the transport's promise is taken for the worse case. */
export function judgeFailure(failure: unknown, { nonceUs }: JudgeFacts): FailedAttempt {
  const known = failure instanceof TransportFailure ? failure : undefined
  return {
    kind: 'unanswered',
    sent: known?.phase !== 'unsent',
    aborted: known?.reason === 'aborted',
    status: undefined,
    reason: failure instanceof Error ? failure.message : String(failure),
    retryAfterMs: undefined,
    cause: failure,
    nonceUs,
  }
}

/** What an answer means. A demand to slow down blocks the budget at once. */
export function judgeResponse(
  plan: CallPlan,
  ticket: Ticket,
  response: TransportResponse,
  { nonceUs, clock }: JudgeFacts,
): FailedAttempt | { readonly kind: 'answer'; readonly content: unknown } {
  const { status, headers } = response
  const verdict = classifyResponse(plan.endpoint.effect, response)
  switch (verdict.kind) {
    case 'answer':
      return verdict
    case 'rejected':
      return { ...verdict, status, nonceUs }
    case 'slowDown': {
      const { banned, code, reason } = verdict
      const asked = readRetryAfterMs(headers, reason, clock.now())
      const retryAfterMs = ticket.block({ scope: code === -1015 ? 'orders' : 'weight', banned, retryAfterMs: asked })
      return { kind: 'slowDown', banned, retryAfterMs, reason, nonceUs }
    }
    case 'unknown': {
      const retryAfterMs = readRetryAfterMs(headers, '', clock.now())
      const { reason } = verdict
      return { kind: 'unanswered', sent: true, aborted: false, status, reason, retryAfterMs, cause: undefined, nonceUs }
    }
  }
}
