import { placeOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Places an order. Prices in quote asset, quantity in base asset, both as plain decimal texts on the symbol's
 * grid. Without `newClientOrderId` the client gives the order one, so that a lost answer can be looked up. Sent
 * once, whatever happens. With an answer of type ACK `executedQty` is zero even when the order has filled: take
 * fills from the user stream.
 *
 * Weight 0 or 1, as the header says; 1 order.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Settle it by `settleOrder`.
 * @see Aster futures API, "New Order"
 * @example
 * const order = await placeOrder(client, {
 *   symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01', price: '60000',
 * })
 */
export function placeOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof placeOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(placeOrderEndpoint, params, options)
}
