import { subAccountsEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/**
 * Lists the sub-accounts; the signer has to name its user. V3 only.
 *
 * Weight 5.
 *
 * @throws {ParameterError} `params` do not fit. Nothing was sent.
 * @throws {RejectedError} The exchange said no; decide by `code`.
 * @throws {RateLimitError} A budget is spent; see `retryAfterMs`.
 * @throws {TransportError} No valid answer came. Safe to ask again.
 * @see Aster futures API, "List sub-accounts"
 */
export function getSubAccounts(
  client: Pick<RestClient, 'call'>,
  params: ParamsOf<typeof subAccountsEndpoint> = {},
  options?: CallOptions,
) {
  return client.call(subAccountsEndpoint, params, options)
}
