import { openStrategyEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Looks up an open strategy with its orders, by exactly one of its two ids. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Query Open Strategy Order"
 */
export function getOpenStrategy(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof openStrategyEndpoint>,
  options?: CallOptions,
) {
  return client.call(openStrategyEndpoint, params, options)
}
