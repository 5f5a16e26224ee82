import { setStpModeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Sets who goes when two orders of the account would meet. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Change STP Mode"
 */
export function setStpMode(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof setStpModeEndpoint>,
  options?: CallOptions,
) {
  return client.call(setStpModeEndpoint, params, options)
}
