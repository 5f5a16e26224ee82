import { approveAgentEndpoint } from '@aster/api'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { callManaged } from '../wallet/call-managed.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'
import { type AgentGrant, checkGrant } from './agent-grant.ts'

/**
 * Gives an agent rights on the account: perpetual trading, no spot trading and no withdrawal unless asked for. Some
 * users report that the exchange refuses this call; creating the agent on the website is the sure way.
 *
 * @throws {ParameterError} The right to withdraw without an address list, or anything else that does not fit.
 * @throws {RejectedError} The exchange said no.
 * @throws {OutcomeUnknownError} No answer; `getAgents` tells.
 * @see Aster futures API v3, "approveAgent"
 * @example
 * await approveAgent(client, { wallet, nonces, network: 'mainnet' }, { agentName: 'maker', agentAddress, expiresMs })
 */
export async function approveAgent(
  client: Pick<RestClient, 'call'>,
  authority: WalletAuthority,
  grant: AgentGrant,
  options?: CallOptions,
) {
  const { agentName, agentAddress, expiresMs, ...rights } = checkGrant('approveAgent', grant)
  const { ipAddresses, canSpotTrade, canPerpTrade, canWithdraw } = rights
  const params = {
    agentName,
    agentAddress,
    ipWhitelist: ipAddresses.join(','),
    expired: expiresMs,
    canSpotTrade,
    canPerpTrade,
    canWithdraw,
  }
  return callManaged(client, authority, approveAgentEndpoint, params, options)
}
