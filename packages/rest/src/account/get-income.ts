import { incomeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists what came and went: PnL, funding, fees, transfers; the last 7 days by default, oldest first.
 *
 * Weight 30.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Get Income History"
 */
export function getIncome(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof incomeEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(incomeEndpoint, params, options)
}
