import { builderApprovedUsersEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * For builders: who approved it, and for how much. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "Builder: approved users"
 */
export function getBuilderApprovedUsers(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof builderApprovedUsersEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(builderApprovedUsersEndpoint, params, options)
}
