import { exchangeInfoEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists limits, assets and symbols with their rules. Sets the budgets of the client. Use the tick and the step of
 * the filters, never the precisions.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Exchange Information"
 */
export function getExchangeInfo(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof exchangeInfoEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(exchangeInfoEndpoint, params, options)
}
