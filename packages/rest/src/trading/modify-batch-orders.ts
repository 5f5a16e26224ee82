import { modifyBatchOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Changes 1 to 5 orders, each on its own. The answer has one element per change, in the order of the request. V3
 * only.
 *
 * Weight 5; 1 order each.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Modify Multiple Orders"
 */
export function modifyBatchOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof modifyBatchOrdersEndpoint>,
  options?: CallOptions,
) {
  return client.call(modifyBatchOrdersEndpoint, params, options)
}
