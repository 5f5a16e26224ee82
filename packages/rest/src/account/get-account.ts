import { accountEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads totals, assets and positions of the account. Every symbol of the market is in `positions`.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Account Information"
 */
export function getAccount(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof accountEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(accountEndpoint, params, options)
}
