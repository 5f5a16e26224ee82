import { createListenKeyEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Opens the user stream, or extends the running one: a key for 60 minutes. One per account.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Start User Data Stream"
 */
export function createListenKey(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof createListenKeyEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(createListenKeyEndpoint, params, options)
}
