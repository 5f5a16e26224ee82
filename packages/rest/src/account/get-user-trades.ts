import { userTradesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists our fills of a window of at most 7 days, the last 7 by default, oldest first. A negative commission was
 * charged.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Account Trade List"
 */
export function getUserTrades(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof userTradesEndpoint>,
  options?: CallOptions,
) {
  return client.call(userTradesEndpoint, params, options)
}
