import { closeListenKeyEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Closes the user stream of the account, for every program that shares it.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Close User Data Stream"
 */
export function closeListenKey(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof closeListenKeyEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(closeListenKeyEndpoint, params, options)
}
