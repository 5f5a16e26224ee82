import { serverTimeEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Asks for the exchange's time, in milliseconds. For an offset that can be trusted see `createTimeSync`.
 *
 * Weight 1.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Check Server Time"
 */
export function getServerTime(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof serverTimeEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(serverTimeEndpoint, params, options)
}
