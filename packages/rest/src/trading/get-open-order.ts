import { openOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Looks up an order that is still open; a finished one answers -2013.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Query Current Open Order"
 */
export function getOpenOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof openOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(openOrderEndpoint, params, options)
}
