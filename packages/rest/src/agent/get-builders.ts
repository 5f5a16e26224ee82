import { buildersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the builders that may charge this account. V3 only.
 *
 * Weight 1 (assumed).
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "List builders"
 */
export function getBuilders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof buildersEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(buildersEndpoint, params, options)
}
