import { AsterError } from './aster-error.ts'

/** The exchange said no. Decide by `code`; do not repeat blindly. */
export class RejectedError extends AsterError {
  override name = 'RejectedError'
  readonly operation: string
  /** The exchange's error code, negative; see the error catalogue of `@aster/api`. */
  readonly code: number
  readonly status: number
  /** The exchange's own words. */
  readonly reason: string
  constructor(operation: string, facts: { code: number; status: number; reason: string }, options?: ErrorOptions) {
    super(`${operation} was refused: ${facts.code} ${facts.reason}`, options)
    this.operation = operation
    this.code = facts.code
    this.status = facts.status
    this.reason = facts.reason
  }
}
