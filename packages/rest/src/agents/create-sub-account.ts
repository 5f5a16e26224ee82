import { createSubAccountEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { callSubAccount, type FamilyAuthority } from '../wallet/call-sub-account.ts'

/**
 * Creates a sub-account. The child signs first. The authority names the `signer`.
 *
 * Weight 5.
 *
 * @see Aster futures API v3, "Sub-accounts"
 */
export function createSubAccount(
  client: Pick<RestClient, 'call'>,
  authority: FamilyAuthority,
  params: ParamsOf<typeof createSubAccountEndpoint>,
  options?: CallOptions,
) {
  return callSubAccount(client, authority, 'createSubAccount', createSubAccountEndpoint, params, options)
}
