import { historicalTradesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists trades from an id on. V1 wants a key.
 *
 * Weight 20.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Old Trades Lookup"
 */
export function getHistoricalTrades(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof historicalTradesEndpoint>,
  options?: CallOptions,
) {
  return client.call(historicalTradesEndpoint, params, options)
}
