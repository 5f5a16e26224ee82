import { keepAliveListenKeyEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Extends the user stream by 60 minutes. -1125: the key is gone; create a new one, open a new socket, reconcile.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Keepalive User Data Stream"
 */
export function keepAliveListenKey(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof keepAliveListenKeyEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(keepAliveListenKeyEndpoint, params, options)
}
