import { bindSubAccountEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { callSubAccount, type FamilyAuthority } from '../wallet/call-sub-account.ts'

/**
 * Makes an existing wallet a sub-account of the master. The child signs first. Whitelisted addresses only.
 *
 * Weight 5.
 *
 * @see Aster futures API v3, "Sub-accounts"
 */
export function bindSubAccount(
  client: Pick<RestClient, 'call'>,
  authority: FamilyAuthority,
  params: ParamsOf<typeof bindSubAccountEndpoint>,
  options?: CallOptions,
) {
  return callSubAccount(client, authority, 'bind', bindSubAccountEndpoint, params, options)
}
