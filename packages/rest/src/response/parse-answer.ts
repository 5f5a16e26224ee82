import { OutcomeUnknownError, TransportError } from '@aster/core'

import type { DriftEvent } from '../client/hooks.ts'
import type { CallPlan } from '../request/plan-call.ts'
import { findUnknownFields } from './find-drift.ts'
import { findMismatch } from './find-mismatch.ts'
import { parseElements } from './parse-elements.ts'

interface AnswerFacts {
  readonly status: number
  readonly nonceUs: bigint | undefined
  /** Whether this endpoint's answers were searched for unknown fields already. */
  readonly isSearched: boolean
  readonly onDrift: (event: DriftEvent) => void
}

/**
 * Turns the content of a good answer into what the caller gets. An answer that does not fit says too little about a
 * write to call it done.
 *
 * @throws {TransportError} A read's answer is not shaped as declared, or is about something else.
 * @throws {OutcomeUnknownError} A write's answer is not shaped as declared, or is about something else.
 */
export function parseAnswer(plan: CallPlan, content: unknown, facts: AnswerFacts): unknown {
  const { endpoint, values } = plan
  const parsed = endpoint.result.safeParse(content)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }))
    for (const issue of issues) facts.onDrift({ endpoint: endpoint.name, kind: 'invalid', ...issue })
    const [first] = issues
    throw failAnswer(plan, facts, `the answer does not fit: ${first?.field ?? ''} ${first?.message ?? ''}`)
  }
  if (!facts.isSearched) {
    for (const field of findUnknownFields(endpoint.result, content)) {
      facts.onDrift({ endpoint: endpoint.name, kind: 'unknown', field, message: 'is not declared' })
    }
  }
  const data: unknown = parsed.data
  const mismatch = findMismatch(plan, data)
  if (mismatch !== undefined) throw failAnswer(plan, facts, `the answer is ${mismatch}`)
  const { clientOrderIds } = plan
  if (clientOrderIds !== undefined && Array.isArray(data)) {
    const count = clientOrderIds.length
    if (count !== data.length) throw failAnswer(plan, facts, `${data.length} answers to ${count} elements`)
    return parseElements(endpoint.name, data, { status: facts.status, nonce: facts.nonceUs, clientOrderIds })
  }
  if (endpoint.oneWhen !== undefined && values[endpoint.oneWhen] !== undefined && Array.isArray(data)) {
    if (data.length !== 1) throw failAnswer(plan, facts, `${data.length} rows where one was asked for`)
    return data[0]
  }
  return data
}

function failAnswer({ endpoint, clientOrderId, clientOrderIds }: CallPlan, facts: AnswerFacts, reason: string): Error {
  return endpoint.effect === 'read'
    ? new TransportError(endpoint.name, { reason, status: facts.status })
    : new OutcomeUnknownError(endpoint.name, { clientOrderId, clientOrderIds, nonce: facts.nonceUs, reason })
}
