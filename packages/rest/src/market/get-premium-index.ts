import { type AnswerOf, premiumIndexEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads mark price, index price and funding of one symbol, or of all.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Mark Price"
 * @example
 * const { markPrice } = await getPremiumIndex(client, { symbol: 'BTCUSDT' })
 */
export function getPremiumIndex<const P extends ParamsOf<typeof premiumIndexEndpoint> = Record<never, never>>(
  client: Pick<RestClient, 'call'>,
  params?: P,
  options?: CallOptions,
): Promise<AnswerOf<typeof premiumIndexEndpoint, P>> {
  return client.call(premiumIndexEndpoint, params ?? ({} as P), options)
}
