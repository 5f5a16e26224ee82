import { openOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists open orders of one symbol, or of all; conditional ones included.
 *
 * Weight 1 with a symbol, 40 without.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Current All Open Orders"
 */
export function getOpenOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof openOrdersEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(openOrdersEndpoint, params, options)
}
