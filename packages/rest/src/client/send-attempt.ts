import { type Transport, TransportFailure, type TransportResponse } from '@aster/core'

import type { Budgets, Ticket } from '../budget/create-budgets.ts'
import { type BuiltRequest, buildRequest } from '../request/build-request.ts'
import type { CallPlan } from '../request/plan-call.ts'
import { classifyResponse } from '../response/classify-response.ts'
import { readRateHeaders } from '../response/read-rate-headers.ts'
import { readRetryAfterMs } from '../response/read-retry-after.ts'
import type { Statistics } from '../statistics/create-statistics.ts'
import type { RequestEvent, ResponseEvent } from './hooks.ts'
import type { Reporter } from './reporter.ts'
import type { AnswerMeta, CallOptions, RestClientOptions } from './rest-client.ts'

/** What every attempt of a client shares. */
export interface AttemptContext {
  readonly transport: Transport
  readonly clock: RestClientOptions['clock']
  readonly baseUrl: string
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
  readonly signer: RestClientOptions['signer']
  readonly recvWindowMs: number | undefined
  readonly timeoutMs: number
  readonly budgets: Budgets
  readonly statistics: Statistics
  readonly reporter: Reporter
}

/** How one attempt ended. `sent` false: it certainly never left. */
export type AttemptOutcome = { readonly nonceUs: bigint | undefined } & (
  | { readonly kind: 'answer'; readonly content: unknown; readonly meta: AnswerMeta }
  | {
      readonly kind: 'rejected'
      readonly code: number
      readonly status: number
      readonly reason: string
      readonly repeatable: boolean
    }
  | { readonly kind: 'slowDown'; readonly banned: boolean; readonly retryAfterMs: number; readonly reason: string }
  | {
      readonly kind: 'unanswered'
      readonly sent: boolean
      readonly aborted: boolean
      readonly status: number | undefined
      readonly reason: string
      /** What a 5xx answer asked us to wait. */
      readonly retryAfterMs: number | undefined
      readonly cause: unknown
    }
)

const noContent: Readonly<Record<string, string>> = {}

/**
 * Signs a call that has leave to go, sends it once and says what came of it. Ends the ticket in every case.
 *
 * @throws {ClockUnsureError} The clock may be too far from the exchange's. Nothing was sent.
 */
export async function sendAttempt(
  plan: CallPlan,
  ticket: Ticket,
  attempt: number,
  context: AttemptContext,
  options: CallOptions,
): Promise<AttemptOutcome> {
  const { clock, reporter, transport } = context
  let built: BuiltRequest
  try {
    const recvWindowMs = options.recvWindowMs ?? context.recvWindowMs
    const pending = buildRequest(plan, { ...context, recvWindowMs })
    built = pending instanceof Promise ? await pending : pending
    const noted = options.onSigned?.({ nonceUs: built.nonceUs, timestampMs: built.timestampMs })
    if (noted !== undefined) await noted
  } catch (error) {
    ticket.end(false)
    throw error
  }
  const { wire, nonceUs } = built
  const { endpoint, path, lane, weight, orders } = plan
  const event: RequestEvent = { endpoint: endpoint.name, method: wire.method, path, lane, attempt, weight, orders }
  reporter.request(event, wire)
  const sentAtMs = clock.now()
  const startMs = clock.monotonicMs()
  let response: TransportResponse | undefined
  let failure: unknown
  try {
    const timeoutMs = options.timeoutMs ?? context.timeoutMs
    response = await transport.send({ ...wire, timeoutMs, signal: options.signal })
  } catch (error) {
    failure = error
  }
  const durationMs = clock.monotonicMs() - startMs
  const readings = response === undefined ? [] : readRateHeaders(response.headers)
  const outcome = judge(plan, ticket, response, failure, { nonceUs, clock })
  ticket.end(outcome.kind !== 'unanswered' || outcome.sent, readings)

  context.statistics.record(endpoint.name, durationMs, outcome.kind !== 'answer')
  const usedWeight = readings.find(({ kind, intervalMs }) => kind === 'weight' && intervalMs === 60_000)?.used
  const facts = { status: response?.status, code: codeOf(outcome), durationMs, usedWeight }
  reporter.response({ ...event, ...facts, outcome: outcomeName(outcome) }, wire, response)
  if (outcome.kind !== 'answer') return outcome
  const orderCounts: Record<number, number> = {}
  for (const { kind, intervalMs, used } of readings) if (kind === 'orders') orderCounts[intervalMs] = used
  const { status = 0, headers = noContent } = response ?? {}
  const meta = { status, headers, attempts: attempt, durationMs, sentAtMs, nonceUs, usedWeight, orderCounts }
  return { ...outcome, meta }
}

const codeOf = (outcome: Judgement): number | undefined => (outcome.kind === 'rejected' ? outcome.code : undefined)

function outcomeName(outcome: Judgement): ResponseEvent['outcome'] {
  if (outcome.kind === 'answer') return 'accepted'
  if (outcome.kind === 'rejected') return 'rejected'
  if (outcome.kind === 'slowDown') return 'rateLimited'
  return outcome.sent ? 'unanswered' : 'unsent'
}

type Judgement =
  | Exclude<AttemptOutcome, { kind: 'answer' }>
  | { nonceUs: bigint | undefined; kind: 'answer'; content: unknown }

function judge(
  plan: CallPlan,
  ticket: Ticket,
  response: TransportResponse | undefined,
  failure: unknown,
  { nonceUs, clock }: { nonceUs: bigint | undefined; clock: AttemptContext['clock'] },
): Judgement {
  if (response === undefined) {
    // a transport that breaks its promise is taken for the worse case
    const known = failure instanceof TransportFailure ? failure : undefined
    const reason = failure instanceof Error ? failure.message : String(failure)
    const sent = known?.phase !== 'unsent'
    const aborted = known?.reason === 'aborted'
    return {
      kind: 'unanswered',
      sent,
      aborted,
      status: undefined,
      reason,
      retryAfterMs: undefined,
      cause: failure,
      nonceUs,
    }
  }
  const { status, headers } = response
  const verdict = classifyResponse(plan.endpoint.effect, response)
  switch (verdict.kind) {
    case 'answer':
      return { ...verdict, nonceUs }
    case 'rejected':
      return { ...verdict, status, nonceUs }
    case 'slowDown': {
      const scope = verdict.code === -1015 ? 'orders' : 'weight'
      const asked = readRetryAfterMs(headers, verdict.reason, clock.now())
      const retryAfterMs = ticket.block({ scope, banned: verdict.banned, retryAfterMs: asked })
      return { kind: 'slowDown', banned: verdict.banned, retryAfterMs, reason: verdict.reason, nonceUs }
    }
    case 'unknown': {
      const { reason } = verdict
      const retryAfterMs = readRetryAfterMs(headers, '', clock.now())
      return { kind: 'unanswered', sent: true, aborted: false, status, reason, retryAfterMs, cause: undefined, nonceUs }
    }
  }
}
