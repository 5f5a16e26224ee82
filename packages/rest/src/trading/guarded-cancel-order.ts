import { guardedCancelOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Cancels an order that may not have arrived yet: signed with the nonce it was placed with, so that only one of
 * the two is taken. The loser gets -4225. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Cancel Order (guarded)"
 */
export function guardedCancelOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof guardedCancelOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(guardedCancelOrderEndpoint, params, options)
}
