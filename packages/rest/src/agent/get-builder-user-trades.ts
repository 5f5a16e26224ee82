import { builderUserTradesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * For builders: fills of its users, with the builder's fee. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Builder: user trades"
 */
export function getBuilderUserTrades(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof builderUserTradesEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(builderUserTradesEndpoint, params, options)
}
