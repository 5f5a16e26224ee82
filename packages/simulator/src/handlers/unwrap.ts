import type { Outcome } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'

/** The value of an engine's outcome, or its refusal as an answer. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw refuse(outcome.code, outcome.msg)
}
