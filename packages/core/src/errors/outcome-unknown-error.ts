import { AsterError } from './aster-error.ts'

/**
 * The exchange may or may not have acted: HTTP 503, a timeout after sending, a connection lost in between.
 * Look the order up by `clientOrderId`; send again only once it is known to be absent.
 */
export class OutcomeUnknownError extends AsterError {
  override name = 'OutcomeUnknownError'
  /** The endpoint's name: a placement, a cancel, an amend, a transfer. */
  readonly operation: string
  readonly clientOrderId: string | undefined
  /** Of a batch: the id of each element, in the order of the request; undefined where it was named by the exchange's id. */
  readonly clientOrderIds: readonly (string | undefined)[]
  /** Microseconds; the nonce the request was signed with. */
  readonly nonce: bigint | undefined
  constructor(
    operation: string,
    facts: {
      clientOrderId?: string | undefined
      clientOrderIds?: readonly (string | undefined)[] | undefined
      nonce?: bigint | undefined
      reason: string
    },
    options?: ErrorOptions,
  ) {
    super(
      `No answer to ${operation}${facts.clientOrderId === undefined ? '' : ` ${facts.clientOrderId}`} (${facts.reason}); it may have been carried out`,
      options,
    )
    this.operation = operation
    this.clientOrderId = facts.clientOrderId
    this.clientOrderIds = facts.clientOrderIds ?? (facts.clientOrderId === undefined ? [] : [facts.clientOrderId])
    this.nonce = facts.nonce
  }
}
