import { remainingOpenableNotionalEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Reads how much may still be opened at a leverage, in quote asset; -1 means without bound. V1 answers for the
 * user.
 *
 * Weight 50 (V1: 20).
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Remaining Openable Notional Value"
 */
export function getRemainingOpenableNotional(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof remainingOpenableNotionalEndpoint>,
  options?: CallOptions,
) {
  return client.call(remainingOpenableNotionalEndpoint, params, options)
}
