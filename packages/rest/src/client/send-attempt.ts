import type { TransportResponse } from '@aster/core'

import type { Ticket } from '../budget/create-budgets.ts'
import { type BuiltRequest, buildRequest } from '../request/build-request.ts'
import type { CallPlan } from '../request/plan-call.ts'
import { readRateHeaders } from '../response/read-rate-headers.ts'
import { abandon } from './abandon.ts'
import type { AcceptedAttempt, AttemptContext, FailedAttempt } from './attempt.ts'
import { findUsedWeight } from './describe-answer.ts'
import type { RequestEvent, ResponseEvent } from './hooks.ts'
import { judgeFailure, judgeResponse } from './judge-response.ts'
import type { CallOptions, SignedFacts } from './rest-client.ts'

/**
 * Signs a call that has leave to go, sends it once and says what came of it. Ends the ticket in every case.
 *
 * @throws {ClockUnsureError} The clock may be too far from the exchange's. Nothing was sent.
 * @throws {TransportError} The caller gave up while it was signed or written down. Nothing was sent.
 */
export async function sendAttempt(
  plan: CallPlan,
  ticket: Ticket,
  attempt: number,
  context: AttemptContext,
  options: CallOptions,
): Promise<AcceptedAttempt | FailedAttempt> {
  const { clock, reporter, transport } = context
  let built: BuiltRequest
  try {
    const pending = buildRequest(plan, context, options.recvWindowMs ?? context.recvWindowMs)
    built = pending instanceof Promise ? await pending : pending
    const noted = options.onSigned?.(describeSigned(plan, built))
    if (noted !== undefined) await noted
    // a caller who gave up while it was signed or written down does not want it sent
    if (options.signal?.aborted === true) throw abandon(plan, options.signal.reason)
  } catch (error) {
    ticket.end(false)
    throw error
  }
  const { wire, nonceUs } = built
  if (!reporter.isSilent) reporter.request(describeRequest(plan, attempt), wire)
  const sentAtMs = clock.now()
  const startMs = clock.monotonicMs()
  let response: TransportResponse | undefined
  let failure: unknown
  try {
    response = await transport.send({
      method: wire.method,
      url: wire.url,
      headers: wire.headers,
      body: wire.body,
      timeoutMs: options.timeoutMs ?? context.timeoutMs,
      signal: options.signal,
    })
  } catch (error) {
    failure = error
  }
  const durationMs = clock.monotonicMs() - startMs
  const facts = { nonceUs, clock }
  const outcome = response === undefined ? judgeFailure(failure, facts) : judgeResponse(plan, ticket, response, facts)
  const readings = response === undefined ? [] : readRateHeaders(response.headers)
  ticket.end(outcome.kind !== 'unanswered' || outcome.sent, readings)

  context.statistics.record(plan.endpoint.name, durationMs, outcome.kind !== 'answer')
  if (!reporter.isSilent) {
    const code = outcome.kind === 'rejected' ? outcome.code : undefined
    const ended = { outcome: nameOutcome(outcome), status: response?.status, code, durationMs }
    const usedWeight = findUsedWeight(readings)
    reporter.response({ ...describeRequest(plan, attempt), ...ended, usedWeight }, wire, response)
  }
  if (outcome.kind !== 'answer') return outcome
  const { kind, content } = outcome
  return { kind, content, response, readings, attempt, durationMs, sentAtMs, nonceUs }
}

function describeSigned(
  { clientOrderId, clientOrderIds }: CallPlan,
  { nonceUs, timestampMs }: BuiltRequest,
): SignedFacts {
  const ids = clientOrderIds ?? (clientOrderId === undefined ? [] : [clientOrderId])
  return { nonceUs, timestampMs, clientOrderIds: ids }
}

function describeRequest({ endpoint, path, lane, weight, orders }: CallPlan, attempt: number): RequestEvent {
  return { endpoint: endpoint.name, method: endpoint.method, path, lane, attempt, weight, orders }
}

function nameOutcome(outcome: FailedAttempt | { readonly kind: 'answer' }): ResponseEvent['outcome'] {
  switch (outcome.kind) {
    case 'answer':
      return 'accepted'
    case 'rejected':
      return 'rejected'
    case 'slowDown':
      return 'rateLimited'
    case 'unanswered':
      return outcome.sent ? 'unanswered' : 'unsent'
  }
}
