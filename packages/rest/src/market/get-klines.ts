import { klinesEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists bars, oldest first; the newest ones without times. The close time is a bar's last millisecond.
 *
 * Weight 1 to 10, by `limit`.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Kline/Candlestick Data"
 * @example
 * const bars = await getKlines(client, { symbol: 'BTCUSDT', interval: '1m', limit: 100 })
 */
export function getKlines(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof klinesEndpoint>,
  options?: CallOptions,
) {
  return client.call(klinesEndpoint, params, options)
}
