import { pingEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Asks whether the exchange answers.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Test Connectivity"
 */
export function ping(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof pingEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(pingEndpoint, params, options)
}
