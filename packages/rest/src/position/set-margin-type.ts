import { setMarginTypeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Sets cross or isolated margin of a symbol; it must have no orders and no position. -4046: it is so already.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Change Margin Type"
 */
export function setMarginType(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof setMarginTypeEndpoint>,
  options?: CallOptions,
) {
  return client.call(setMarginTypeEndpoint, params, options)
}
