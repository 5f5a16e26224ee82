import { updateStrategyOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Changes orders of a strategy. V3 only.
 *
 * Weight 50.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Update Strategy Order"
 */
export function updateStrategyOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof updateStrategyOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(updateStrategyOrderEndpoint, params, options)
}
