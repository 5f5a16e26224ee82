import { exchangeAssetsEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Converts balances now; multi-assets mode only (-4212). Undefined when nothing was exchanged. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Ask before anything else.
 * @see Aster futures API, "Asset Exchange"
 */
export function exchangeAssets(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof exchangeAssetsEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(exchangeAssetsEndpoint, params, options)
}
