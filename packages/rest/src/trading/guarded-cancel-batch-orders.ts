import { guardedCancelBatchOrdersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Cancels up to 10 orders that were placed with one nonce and may not have arrived yet. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Cancel Multiple Orders (guarded)"
 */
export function guardedCancelBatchOrders(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof guardedCancelBatchOrdersEndpoint>,
  options?: CallOptions,
) {
  return client.call(guardedCancelBatchOrdersEndpoint, params, options)
}
