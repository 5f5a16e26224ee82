import { placeStrategyOrderEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Places two or three orders that place and cancel each other: OTO, OCO, OTOCO. V3 only.
 *
 * Weight 50; 1 order each (assumed).
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Ask before anything else.
 * @see Aster futures API, "Place Strategy Order"
 */
export function placeStrategyOrder(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof placeStrategyOrderEndpoint>,
  options?: CallOptions,
) {
  return client.call(placeStrategyOrderEndpoint, params, options)
}
