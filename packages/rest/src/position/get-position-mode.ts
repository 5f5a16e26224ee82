import { positionModeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads whether the account is in hedge mode (true) or one-way mode (false).
 *
 * Weight 30.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get Current Position Mode"
 */
export function getPositionMode(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof positionModeEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(positionModeEndpoint, params, options)
}
