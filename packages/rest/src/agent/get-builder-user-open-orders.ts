import { builderUserOpenOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * For builders: open orders of its users. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Builder: user open orders"
 */
export function getBuilderUserOpenOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof builderUserOpenOrdersEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(builderUserOpenOrdersEndpoint, params, options)
}
