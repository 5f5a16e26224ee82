import { tradesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the newest trades of the order book, oldest first.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Recent Trades List"
 */
export function getTrades(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof tradesEndpoint>,
  options?: CallOptions,
) {
  return client.call(tradesEndpoint, params, options)
}
