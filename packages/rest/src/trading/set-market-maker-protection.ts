import { setMarketMakerProtectionEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Has orders refused for a while when too much fills within a window. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Market Maker Protection"
 */
export function setMarketMakerProtection(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof setMarketMakerProtectionEndpoint>,
  options?: CallOptions,
) {
  return client.call(setMarketMakerProtectionEndpoint, params, options)
}
