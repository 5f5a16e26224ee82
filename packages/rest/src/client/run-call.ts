import { decideError } from '@aster/api'
import { AsterError, type Random, sleep } from '@aster/core'

import type { Demand, Ticket } from '../budget/create-budgets.ts'
import type { Lane } from '../request/find-lane.ts'
import type { CallPlan } from '../request/plan-call.ts'
import type { TimeSync } from '../time/create-time-sync.ts'
import { abandon } from './abandon.ts'
import type { AcceptedAttempt, AttemptContext, FailedAttempt } from './attempt.ts'
import { toOutcomeError } from './outcome-error.ts'
import type { CallOptions } from './rest-client.ts'
import { sendAttempt } from './send-attempt.ts'

export interface CallContext extends AttemptContext {
  readonly random: Pick<Random, 'next'>
  readonly time: Pick<TimeSync, 'sync'> | undefined
}

const defaultReadAttempts = 4
const firstBackoffMs = 200
const longestBackoffMs = 2_000
/** A read that is asked to wait longer than this gives up instead. */
const longestRetryAfterMs = 10_000

/** How long a call may wait for room in a budget. A placement goes stale, a cancel does not. */
const defaultBudgetWaitMs: Readonly<Record<Lane, number>> = { cancel: 10_000, close: 5_000, place: 1_000, read: 10_000 }

/**
 * Takes a planned call to its end. A write is sent once. A read is repeated, signed anew each time, while no valid
 * answer comes and attempts are left.
 */
export async function runCall(plan: CallPlan, context: CallContext, options: CallOptions): Promise<AcceptedAttempt> {
  const attempts = plan.endpoint.effect === 'read' ? Math.max(1, options.maxAttempts ?? defaultReadAttempts) : 1
  for (let attempt = 1; ; attempt += 1) {
    const acquired = acquire(plan, context, options)
    const ticket = acquired instanceof Promise ? await acquired : acquired
    const outcome = await sendAttempt(plan, ticket, attempt, context, options)
    if (outcome.kind === 'answer') return outcome
    const isClockDoubted = outcome.kind === 'rejected' && decideError(outcome.code, outcome.reason) === 'resync'
    if (isClockDoubted) await measureTime(plan, context)
    const delayMs = attempt < attempts ? findDelayMs(outcome, attempt, isClockDoubted, context) : undefined
    if (delayMs === undefined) throw toOutcomeError(plan, outcome)
    if (delayMs > 0) await pause(plan, context, delayMs, options.signal)
  }
}

function acquire(plan: CallPlan, context: CallContext, options: CallOptions): Ticket | Promise<Ticket> {
  const { endpoint, lane, weight, orders, authentication, signRequest } = plan
  const { signal } = options
  if (signal?.aborted === true) throw abandon(plan, signal.reason)
  const identity = authentication === 'signed' && signRequest === undefined ? context.identity : undefined
  const demand: Demand = {
    operation: endpoint.name,
    lane,
    origin: context.origin,
    account: identity?.account,
    signer: identity?.signer,
    weight,
    orders,
    maxWaitMs: options.budgetWaitMs ?? defaultBudgetWaitMs[lane],
    signal,
  }
  const acquired = context.budgets.acquire(demand)
  if (!(acquired instanceof Promise)) return acquired
  return acquired.catch((error: unknown) => {
    throw error instanceof AsterError ? error : abandon(plan, error)
  })
}

/** How long to wait before the next attempt of a read; undefined: give up. */
function findDelayMs(
  outcome: FailedAttempt,
  attempt: number,
  isClockDoubted: boolean,
  context: CallContext,
): number | undefined {
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1)) * (0.5 + context.random.next() / 2)
  switch (outcome.kind) {
    case 'rejected':
      if (isClockDoubted) return context.time === undefined ? undefined : 0
      return outcome.repeatable ? backoffMs : undefined
    case 'slowDown':
      // the budget is blocked until then: the next attempt waits there
      return outcome.banned || outcome.retryAfterMs > longestRetryAfterMs ? undefined : 0
    case 'unanswered': {
      const { aborted, status, retryAfterMs = 0 } = outcome
      const isFinal =
        aborted || retryAfterMs > longestRetryAfterMs || (status !== undefined && status >= 300 && status < 500)
      return isFinal ? undefined : Math.max(backoffMs, retryAfterMs)
    }
  }
}

/** The exchange doubts our clock or nonce. Nothing was accepted; the next signature needs a fresh measurement. */
async function measureTime({ endpoint }: CallPlan, { time }: CallContext): Promise<void> {
  if (time === undefined) return
  const measured = time.sync().then(
    () => undefined,
    () => undefined,
  )
  // a write ends now in any case
  if (endpoint.effect === 'read') await measured
}

async function pause(plan: CallPlan, { clock }: CallContext, delayMs: number, signal: AbortSignal | undefined) {
  try {
    await sleep(clock, delayMs, signal)
  } catch (error) {
    throw abandon(plan, error)
  }
}
