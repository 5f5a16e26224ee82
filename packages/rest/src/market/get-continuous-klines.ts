import { continuousKlinesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists bars of a continuous contract. Not documented, V1 only: do not build on it.
 *
 * Weight 1 to 10, by `limit` (assumed).
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 */
export function getContinuousKlines(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof continuousKlinesEndpoint>,
  options?: CallOptions,
) {
  return client.call(continuousKlinesEndpoint, params, options)
}
