import { fundingInfoEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists funding intervals, caps and floors per symbol.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get Funding Rate Config"
 */
export function getFundingInfo(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof fundingInfoEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(fundingInfoEndpoint, params, options)
}
