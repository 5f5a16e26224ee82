import { forceOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists our liquidations and reductions, of the last 7 days by default.
 *
 * Weight 20 with a symbol, 50 without.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "User's Force Orders"
 */
export function getForceOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof forceOrdersEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(forceOrdersEndpoint, params, options)
}
