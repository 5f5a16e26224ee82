import { adlQuantileEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads how soon positions would be reduced: 0 (late) to 4 (first).
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Position ADL Quantile Estimation"
 */
export function getAdlQuantile(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof adlQuantileEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(adlQuantileEndpoint, params, options)
}
