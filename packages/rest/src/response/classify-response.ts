import { decideError, type Effect } from '@aster/api'
import type { TransportResponse } from '@aster/core'

import { redactText } from '../redact.ts'
import { excerptBody } from './excerpt-body.ts'
import { parseJson } from './parse-json.ts'

/** What an answer means, before its content is looked at. */
export type Verdict =
  | { readonly kind: 'answer'; readonly content: unknown }
  | { readonly kind: 'rejected'; readonly code: number; readonly reason: string; readonly repeatable: boolean }
  | { readonly kind: 'slowDown'; readonly banned: boolean; readonly code: number | undefined; readonly reason: string }
  /** A read may be repeated; a write may have been carried out. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly code: number | undefined }

/** A refusal of the exchange: `{ code, msg }` with a negative code. */
interface Refusal {
  readonly code: number
  readonly msg: string
}

function findRefusal(content: unknown): Refusal | undefined {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined
  const { code, msg } = content as { code?: unknown; msg?: unknown }
  const number = typeof code === 'string' ? Number(code) : code
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number >= 0) return undefined
  return { code: number, msg: typeof msg === 'string' ? msg : '' }
}

function readContent(body: string): { ok: true; content: unknown } | { ok: false } {
  if (body === '') return { ok: true, content: undefined }
  try {
    return { ok: true, content: parseJson(body) }
  } catch {
    return { ok: false }
  }
}

const showBody = (body: string): string => (body === '' ? '' : `: ${excerptBody(body)}`)

/**
 * Decides what an answer means: the status first, then the code, the text last. HTML and cut-off JSON never reach a
 * schema.
 */
export function classifyResponse(effect: Effect, response: TransportResponse): Verdict {
  const { status, body } = response
  const parsed = readContent(body)
  const refusal = parsed.ok ? findRefusal(parsed.content) : undefined
  const code = refusal?.code
  // an exchange, or what stands before it, may repeat what it was told
  const message = redactText(refusal?.msg ?? '')
  const reason = refusal === undefined ? `HTTP ${status}` : `HTTP ${status}, ${refusal.code} ${message}`
  if (status === 418 || status === 429) return { kind: 'slowDown', banned: status === 418, code, reason }
  if (status >= 500) return { kind: 'unknown', reason: `${reason}${refusal === undefined ? showBody(body) : ''}`, code }
  if (refusal !== undefined) {
    const decision = decideError(refusal.code, refusal.msg)
    if (decision === 'slowDown') return { kind: 'slowDown', banned: false, code, reason }
    if (decision === 'unknownOutcome' && effect !== 'read') return { kind: 'unknown', reason, code }
    return { kind: 'rejected', code: refusal.code, reason: message, repeatable: decision === 'unknownOutcome' }
  }
  if (status >= 200 && status < 300) {
    if (body === '' && effect === 'read') return { kind: 'unknown', reason: `HTTP ${status} without a body`, code }
    if (parsed.ok) return { kind: 'answer', content: parsed.content }
    return { kind: 'unknown', reason: `HTTP ${status} with a body that is not JSON${showBody(body)}`, code }
  }
  return { kind: 'unknown', reason: `HTTP ${status} without an error code${showBody(body)}`, code }
}
