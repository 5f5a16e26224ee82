import { positionRiskEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists positions, empty ones included: one row per symbol in one-way mode, two in hedge mode. A liquidation price
 * of 0 means none.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Position Information"
 */
export function getPositionRisk(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof positionRiskEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(positionRiskEndpoint, params, options)
}
