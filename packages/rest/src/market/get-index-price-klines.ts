import { indexPriceKlinesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists bars of the index price of a pair.
 *
 * Weight 1 to 10, by `limit`.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Index Price Kline/Candlestick Data"
 */
export function getIndexPriceKlines(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof indexPriceKlinesEndpoint>,
  options?: CallOptions,
) {
  return client.call(indexPriceKlinesEndpoint, params, options)
}
