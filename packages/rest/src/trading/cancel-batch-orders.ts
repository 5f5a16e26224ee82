import { cancelBatchOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Cancels up to 10 orders by one list of ids. The answer has one element per id, in the order of the request.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Cancel Multiple Orders"
 */
export function cancelBatchOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof cancelBatchOrdersEndpoint>,
  options?: CallOptions,
) {
  return client.call(cancelBatchOrdersEndpoint, params, options)
}
