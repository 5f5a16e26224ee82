import { AsterError } from '@aster/core'

/**
 * The intent has been carried out, or is being: its first order is known. Nothing was sent. Look at the order; a new
 * position needs a new intent id.
 */
export class IntentExistsError extends AsterError {
  override name = 'IntentExistsError'
  readonly intentId: string
  /** Of the order that carries it; undefined while it is being prepared. */
  readonly clientOrderId: string | undefined
  constructor(
    facts: { readonly intentId: string; readonly clientOrderId: string | undefined },
    options?: ErrorOptions,
  ) {
    super(`Intent ${facts.intentId} is carried by ${facts.clientOrderId ?? 'a call under way'} already`, options)
    this.intentId = facts.intentId
    this.clientOrderId = facts.clientOrderId
  }
}
