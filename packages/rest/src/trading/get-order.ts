import { orderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Looks an order up by its id or by ours. -2013 right after placing may be a read that lags; cancelled orders
 * without fills vanish after 7 days.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Query Order"
 * @example
 * const order = await getOrder(client, { symbol: 'BTCUSDT', origClientOrderId })
 */
export function getOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof orderEndpoint>,
  options?: CallOptions,
) {
  return client.call(orderEndpoint, params, options)
}
