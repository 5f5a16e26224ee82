import { cancelAllOpenOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Cancels every order of a symbol, conditional ones and those of other programs included.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Cancel All Open Orders"
 */
export function cancelAllOpenOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof cancelAllOpenOrdersEndpoint>,
  options?: CallOptions,
) {
  return client.call(cancelAllOpenOrdersEndpoint, params, options)
}
