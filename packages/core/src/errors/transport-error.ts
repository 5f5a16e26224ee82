import { AsterError } from './aster-error.ts'

/** No valid answer to a read, or a write that certainly never left. Safe to ask again. */
export class TransportError extends AsterError {
  override name = 'TransportError'
  readonly operation: string
  readonly status: number | undefined
  constructor(operation: string, facts: { reason: string; status?: number | undefined }, options?: ErrorOptions) {
    super(`${operation} got no valid answer: ${facts.reason}`, options)
    this.operation = operation
    this.status = facts.status
  }
}
