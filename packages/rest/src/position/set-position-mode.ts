import { setPositionModeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Switches all symbols between one-way and hedge mode; no orders and no positions may be open. -4059: it is so
 * already.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Change Position Mode"
 */
export function setPositionMode(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof setPositionModeEndpoint>,
  options?: CallOptions,
) {
  return client.call(setPositionModeEndpoint, params, options)
}
