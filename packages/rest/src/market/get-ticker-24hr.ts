import { type AnswerOf, ticker24hrEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads the statistics of the last 24 hours of one symbol, or of all.
 *
 * Weight 1 with a symbol, 40 without.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "24hr Ticker Price Change Statistics"
 */
export function getTicker24hr<const P extends ParamsOf<typeof ticker24hrEndpoint> = Record<never, never>>(
  client: Pick<RestClient, 'call'>,
  params?: P,
  options?: CallOptions,
): Promise<AnswerOf<typeof ticker24hrEndpoint, P>> {
  return client.call(ticker24hrEndpoint, params ?? ({} as P), options)
}
