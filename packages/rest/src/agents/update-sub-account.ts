import { updateSubAccountEndpoint, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { callSubAccount, type FamilyAuthority } from '../wallet/call-sub-account.ts'

/**
 * Renames, freezes or frees a sub-account. A frozen one cannot transfer. The authority names the `signer`.
 *
 * Weight 5.
 *
 * @see Aster futures API v3, "Sub-accounts"
 */
export function updateSubAccount(
  client: Pick<RestClient, 'call'>,
  authority: FamilyAuthority,
  params: ParamsOf<typeof updateSubAccountEndpoint>,
  options?: CallOptions,
) {
  return callSubAccount(client, authority, 'updateSubAccount', updateSubAccountEndpoint, params, options)
}
