import { AsterError } from './aster-error.ts'

/** A budget is spent, ours or the exchange's. Nothing was carried out. Wait `retryAfterMs`. */
export class RateLimitError extends AsterError {
  override name = 'RateLimitError'
  readonly operation: string
  readonly retryAfterMs: number
  /** True when the exchange has banned the address (418). */
  readonly banned: boolean
  constructor(
    operation: string,
    facts: { retryAfterMs: number; banned: boolean; reason: string },
    options?: ErrorOptions,
  ) {
    super(`${operation}: ${facts.reason}; wait ${facts.retryAfterMs} ms`, options)
    this.operation = operation
    this.retryAfterMs = facts.retryAfterMs
    this.banned = facts.banned
  }
}
