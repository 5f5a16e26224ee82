import { plainAccountEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * The same as `getAccount` without the joint-margin view.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Account Information"
 */
export function getPlainAccount(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof plainAccountEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(plainAccountEndpoint, params, options)
}
