import { balanceEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the balance of every asset.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Futures Account Balance"
 */
export function getBalance(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof balanceEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(balanceEndpoint, params, options)
}
