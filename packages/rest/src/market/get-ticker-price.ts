import { type AnswerOf, tickerPriceEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads the latest price of one symbol, or of all.
 *
 * Weight 1 with a symbol, 2 without.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Symbol Price Ticker"
 */
export function getTickerPrice<const P extends ParamsOf<typeof tickerPriceEndpoint> = Record<never, never>>(
  client: Pick<RestClient, 'call'>,
  params?: P,
  options?: CallOptions,
): Promise<AnswerOf<typeof tickerPriceEndpoint, P>> {
  return client.call(tickerPriceEndpoint, params ?? ({} as P), options)
}
