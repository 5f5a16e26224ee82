import { builderUserBalancesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * For builders: balances of its users. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Builder: user balances"
 */
export function getBuilderUserBalances(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof builderUserBalancesEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(builderUserBalancesEndpoint, params, options)
}
