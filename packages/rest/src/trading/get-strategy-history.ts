import { strategyHistoryEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Looks up a strategy of the last 90 days, by exactly one of its two ids. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Query Strategy History Order"
 */
export function getStrategyHistory(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof strategyHistoryEndpoint>,
  options?: CallOptions,
) {
  return client.call(strategyHistoryEndpoint, params, options)
}
