import { cancelOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Cancels an order by its id or by ours. -2011: it is over or unknown; `getOrder` tells which.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Cancel Order"
 */
export function cancelOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof cancelOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(cancelOrderEndpoint, params, options)
}
