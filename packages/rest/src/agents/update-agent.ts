import { updateAgentEndpoint } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { callManaged } from '../wallet/call-managed.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'
import { type AgentGrant, checkGrant } from './agent-grant.ts'

/**
 * Sets the rights and the address list of an agent anew. What is left out falls back to the safe default, not to what it
 * was.
 *
 * @throws {ParameterError} The right to withdraw without an address list.
 * @see Aster futures API v3, "updateAgent"
 */
export async function updateAgent(
  client: Pick<RestClient, 'call'>,
  authority: WalletAuthority,
  grant: Omit<AgentGrant, 'agentName' | 'expiresMs'>,
  options?: CallOptions,
) {
  const checked = checkGrant('updateAgent', { ...grant, agentName: '', expiresMs: 0 })
  const { agentAddress, ipAddresses, canSpotTrade, canPerpTrade, canWithdraw } = checked
  const params = { agentAddress, ipWhitelist: ipAddresses.join(','), canSpotTrade, canPerpTrade, canWithdraw }
  return callManaged(client, authority, updateAgentEndpoint, params, options)
}
