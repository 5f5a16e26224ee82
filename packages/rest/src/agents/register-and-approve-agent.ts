import { registerAndApproveAgentEndpoint } from '@aster/api'
import { signRegisterAndApproveAgent } from '@aster/auth/wallet'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { withSignRequest } from '../wallet/money-mover.ts'
import type { WalletAuthority } from '../wallet/wallet-authority.ts'
import { type AgentGrant, checkGrant } from './agent-grant.ts'

/**
 * Opens the account of a wallet where it has none, and approves an agent, in one call. Weight 50. Needs no signer.
 *
 * @throws {ParameterError} The right to withdraw without an address list.
 * @see Aster futures API v3, "registerAndApproveAgent"
 */
export async function registerAndApproveAgent(
  client: Pick<RestClient, 'call'>,
  { wallet, nonces }: Pick<WalletAuthority, 'wallet' | 'nonces'>,
  grant: AgentGrant,
  options?: CallOptions,
) {
  const { agentName, agentAddress, expiresMs, ...rights } = checkGrant('registerAndApproveAgent', grant)
  const { canSpotTrade, canPerpTrade, canWithdraw } = rights
  // blanks here, commas in approveAgent
  const ipWhitelist = rights.ipAddresses.join(' ')
  const asked = { agentName, agentAddress, canSpotTrade, canPerpTrade, canWithdraw, ipWhitelist }
  const signed = withSignRequest(options, () =>
    signRegisterAndApproveAgent({ ...asked, expiresMs, wallet, nonceUs: nonces.next() }),
  )
  return client.call(registerAndApproveAgentEndpoint, { ...asked, expired: expiresMs }, signed)
}
