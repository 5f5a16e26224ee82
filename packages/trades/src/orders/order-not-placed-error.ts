import { AsterError } from '@aster/core'

/** The answer got lost, and the exchange was asked until it was certain: the order does not exist and cannot come to life. */
export class OrderNotPlacedError extends AsterError {
  override name = 'OrderNotPlacedError'
  readonly clientOrderId: string
  constructor(clientOrderId: string, options?: ErrorOptions) {
    super(`The order ${clientOrderId} was never placed; its request can no longer be carried out`, options)
    this.clientOrderId = clientOrderId
  }
}
