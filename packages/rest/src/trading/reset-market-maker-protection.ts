import { resetMarketMakerProtectionEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Ends the time in which orders are refused. V3 only.
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
export function resetMarketMakerProtection(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof resetMarketMakerProtectionEndpoint>,
  options?: CallOptions,
) {
  return client.call(resetMarketMakerProtectionEndpoint, params, options)
}
