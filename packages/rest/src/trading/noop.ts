import { noopEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Uses a nonce up, so that a request signed with it earlier and not yet handled is refused. Give the nonce as
 * `options.nonceUs`. V3 only.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} It certainly never left.
 * @throws {OutcomeUnknownError} No answer: it may have been carried out. Safe to repeat.
 * @see Aster futures API, "Noop"
 */
export function noop(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof noopEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(noopEndpoint, params, options)
}
