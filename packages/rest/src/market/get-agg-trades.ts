import { aggTradesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists trades of one price, side and time as one row each.
 *
 * Weight 20.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Compressed/Aggregate Trades List"
 */
export function getAggTrades(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof aggTradesEndpoint>,
  options?: CallOptions,
) {
  return client.call(aggTradesEndpoint, params, options)
}
