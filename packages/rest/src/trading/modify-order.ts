import { modifyOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Changes price and quantity of a resting LIMIT order; both are needed. It may lose its place in the queue. A
 * change that breaks a filter leaves the order as it was. V3 only.
 *
 * Weight 1; 1 order.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Modify Order"
 */
export function modifyOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof modifyOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(modifyOrderEndpoint, params, options)
}
