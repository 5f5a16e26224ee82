import { multiAssetsModeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads whether all assets margin each other.
 *
 * Weight 30.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get Current Multi-Assets Mode"
 */
export function getMultiAssetsMode(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof multiAssetsModeEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(multiAssetsModeEndpoint, params, options)
}
