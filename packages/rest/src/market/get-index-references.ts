import { indexReferencesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the spot venues behind an index price, with their weights. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Index Price References"
 */
export function getIndexReferences(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof indexReferencesEndpoint>,
  options?: CallOptions,
) {
  return client.call(indexReferencesEndpoint, params, options)
}
