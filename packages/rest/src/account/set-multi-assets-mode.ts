import { setMultiAssetsModeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lets all assets margin each other, or only USDT. Changes what `availableBalance` means.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Change Multi-Assets Mode"
 */
export function setMultiAssetsMode(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof setMultiAssetsModeEndpoint>,
  options?: CallOptions,
) {
  return client.call(setMultiAssetsModeEndpoint, params, options)
}
