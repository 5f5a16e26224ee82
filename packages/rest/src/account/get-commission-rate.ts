import { commissionRateEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads our fees on a symbol as fractions: 0.0002 is two basis points.
 *
 * Weight 20.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "User Commission Rate"
 */
export function getCommissionRate(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof commissionRateEndpoint>,
  options?: CallOptions,
) {
  return client.call(commissionRateEndpoint, params, options)
}
