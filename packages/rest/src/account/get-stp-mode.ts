import { stpModeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads who goes when two orders of the account would meet. V3 only.
 *
 * Weight 30.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get STP Mode"
 */
export function getStpMode(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof stpModeEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(stpModeEndpoint, params, options)
}
