import { depthEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Takes a snapshot of the order book. Bids run from the highest price down, asks from the lowest up. A level is
 * `[price, quantity]`: quote asset per base asset, base asset.
 *
 * Weight 2 to 20, by `limit`.
 *
 * @param params.limit - Levels per side: 5, 10, 20, 50, 100, 500 (default), 1000.
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Order Book"
 * @example
 * const { bids, asks } = await getDepth(client, { symbol: 'BTCUSDT', limit: 5 })
 */
export function getDepth(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof depthEndpoint>,
  options?: CallOptions,
) {
  return client.call(depthEndpoint, params, options)
}
