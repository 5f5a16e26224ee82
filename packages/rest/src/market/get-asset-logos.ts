import { assetLogosEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists pictures of assets. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "All Asset Logos"
 */
export function getAssetLogos(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof assetLogosEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(assetLogosEndpoint, params, options)
}
