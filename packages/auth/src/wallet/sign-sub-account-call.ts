import { type Network, chainIdOf } from '../networks.ts'
import { createSignedRequest } from '../sign/signed-request.ts'
import type { SignedRequest } from '../sign/signer.ts'
import { buildMessagePayload } from './message-payload.ts'
import { signWithWallet } from './sign-with-wallet.ts'
import { type SubAccountCall, buildSubAccountText } from './sub-account-text.ts'
import type { Wallet } from './wallet.ts'

export interface SubAccountRequest {
  readonly call: SubAccountCall
  /** The call's own values, and `signer` where it has one; `nonce` is added, `user` too unless given. */
  readonly values: Readonly<Record<string, string | undefined>>
  /** Whoever the call wants: the master wallet, the user's, or an approved agent. */
  readonly wallet: Wallet
  /** The wallet of the sub-account, which signs first: for `bind` and `createSubAccount`. */
  readonly childWallet?: Wallet | undefined
  readonly network: Network
  readonly nonceUs: bigint
}

/**
 * Signs a sub-account call. With a `childWallet` the child signs the text first and the master signs text and child
 * signature together.
 *
 * @throws {ParameterError} The values do not fit the call, or a wallet answered a foreign signature.
 */
export async function signSubAccountCall(request: SubAccountRequest): Promise<SignedRequest> {
  const { call, wallet, childWallet, network, nonceUs } = request
  const chainId = chainIdOf[network]
  const values = { user: wallet.address, ...request.values, nonce: nonceUs.toString() }
  let text = buildSubAccountText(call, values)
  if (childWallet !== undefined) {
    text += `&childSignature=${await signWithWallet(childWallet, buildMessagePayload(text, chainId))}`
  }
  const signature = await signWithWallet(wallet, buildMessagePayload(text, chainId))
  return createSignedRequest(call === 'getSubAccountList' ? 'query' : 'body', `${text}&signature=${signature}`, {
    nonceUs,
    timestampMs: Number(nonceUs / 1000n),
  })
}
