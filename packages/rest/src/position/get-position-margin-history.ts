import { positionMarginHistoryEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists changes of isolated margin.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get Position Margin Change History"
 */
export function getPositionMarginHistory(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof positionMarginHistoryEndpoint>,
  options?: CallOptions,
) {
  return client.call(positionMarginHistoryEndpoint, params, options)
}
