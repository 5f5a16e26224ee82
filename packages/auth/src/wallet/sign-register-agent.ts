import { type Param, encodeParams } from '../encode-params.ts'
import { managementChainId } from '../networks.ts'
import { createSignedRequest } from '../sign/signed-request.ts'
import type { SignedRequest } from '../sign/signer.ts'
import { buildMessagePayload } from './message-payload.ts'
import { signWithWallet } from './sign-with-wallet.ts'
import type { Wallet } from './wallet.ts'

export interface RegisterAgentRequest {
  readonly agentName: string
  readonly agentAddress: string
  /** When the agent ends, milliseconds since the epoch. */
  readonly expiresMs: number
  readonly canSpotTrade: boolean
  readonly canPerpTrade: boolean
  readonly canWithdraw: boolean
  /** Addresses separated by spaces, other than in `approveAgent`, which wants commas; empty for no list. */
  readonly ipWhitelist: string
  /** Sent without being signed. */
  readonly agentCode?: string | undefined
  readonly wallet: Wallet
  /** Microseconds, from the nonce source of the user. */
  readonly nonceUs: bigint
}

/**
 * Signs the public call that registers a user and approves an agent at once: a text in a fixed order under the domain of
 * `signatureChainId`.
 */
export async function signRegisterAndApproveAgent(request: RegisterAgentRequest): Promise<SignedRequest> {
  const { wallet, nonceUs, agentCode } = request
  const params: readonly Param[] = [
    ['user', wallet.address],
    ['nonce', nonceUs.toString()],
    ['agentName', request.agentName],
    ['agentAddress', request.agentAddress],
    ['expired', request.expiresMs.toString()],
    ['signatureChainId', managementChainId.toString()],
    ['canSpotTrade', String(request.canSpotTrade)],
    ['canPerpTrade', String(request.canPerpTrade)],
    ['canWithdraw', String(request.canWithdraw)],
    ['ipWhitelist', request.ipWhitelist],
  ]
  const text = encodeParams(params)
  const signature = await signWithWallet(wallet, buildMessagePayload(text, managementChainId))
  const unsigned = agentCode === undefined ? '' : `&${encodeParams([['agentCode', agentCode]])}`
  return createSignedRequest('body', `${text}${unsigned}&signature=${signature}`, {
    nonceUs,
    timestampMs: Number(nonceUs / 1000n),
  })
}
