import { fundingRatesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists past funding rates, oldest first. A rate is a fraction: 0.0001 is one basis point.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get Funding Rate History"
 */
export function getFundingRates(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof fundingRatesEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(fundingRatesEndpoint, params, options)
}
