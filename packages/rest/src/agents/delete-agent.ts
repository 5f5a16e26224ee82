import { deleteAgentEndpoint } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { callManaged } from '../wallet/call-managed.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'

/**
 * Takes all rights from an agent. Its open orders stay.
 *
 * @see Aster futures API v3, "agent", DELETE
 */
export function deleteAgent(
  client: Pick<RestClient, 'call'>,
  authority: WalletAuthority,
  params: { readonly agentAddress: string },
  options?: CallOptions,
) {
  return callManaged(client, authority, deleteAgentEndpoint, params, options)
}
