import { type AnswerOf, bookTickerEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads best bid and ask of one symbol, or of all. An empty side is zero.
 *
 * Weight 1 with a symbol, 2 without.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Symbol Order Book Ticker"
 * @example
 * const { bidPrice, askPrice } = await getBookTicker(client, { symbol: 'BTCUSDT' })
 */
export function getBookTicker<const P extends ParamsOf<typeof bookTickerEndpoint> = Record<never, never>>(
  client: Pick<RestClient, 'call'>,
  params?: P,
  options?: CallOptions,
): Promise<AnswerOf<typeof bookTickerEndpoint, P>> {
  return client.call(bookTickerEndpoint, params ?? ({} as P), options)
}
