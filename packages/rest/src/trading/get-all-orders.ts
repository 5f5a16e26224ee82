import { allOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists orders of a window below 7 days, the last 7 by default, oldest first.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "All Orders"
 */
export function getAllOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof allOrdersEndpoint>,
  options?: CallOptions,
) {
  return client.call(allOrdersEndpoint, params, options)
}
