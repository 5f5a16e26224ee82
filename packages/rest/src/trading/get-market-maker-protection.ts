import { marketMakerProtectionEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the market maker protections. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Market Maker Protection"
 */
export function getMarketMakerProtection(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof marketMakerProtectionEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(marketMakerProtectionEndpoint, params, options)
}
