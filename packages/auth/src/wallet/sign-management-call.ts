import { ParameterError } from '@aster/core'

import { requestDomain } from '../eip712/domains.ts'
import { toTypedData } from '../eip712/typed-data.ts'
import { hashTypedStruct } from '../eip712/typed-struct.ts'
import { type Param, encodeParams } from '../encode-params.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { type Network, asterChainOf, managementChainId } from '../networks.ts'
import { createSignedRequest } from '../sign/signed-request.ts'
import type { SignedRequest } from '../sign/signer.ts'
import type { ManagementCall } from './management-calls.ts'
import { buildManagementStruct } from './management-struct.ts'
import { signWithWallet } from './sign-with-wallet.ts'
import type { Wallet } from './wallet.ts'

export interface ManagementRequest {
  readonly call: ManagementCall
  /** Up to the tail; `asterChain`, `user` and `nonce` are added. Flags as `true` or `false`, `expired` in milliseconds. */
  readonly params: readonly Param[]
  /** The main wallet; its address becomes `user`. */
  readonly wallet: Wallet
  readonly network: Network
  /** Microseconds, from the nonce source of the user, not of an agent. */
  readonly nonceUs: bigint
  /** 56, mainnet and testnet alike; sent as `signatureChainId` and used in the domain. */
  readonly signatureChainId?: number | undefined
}

const tailNames = new Set(['asterChain', 'user', 'nonce', 'signature', 'signatureChainId'])

/**
 * Signs a call that manages agents, builders or the account's migration with the main wallet. Form body, DELETE included.
 *
 * @throws {ParameterError} A parameter belongs to the tail, or the wallet answered a foreign signature.
 * @see Aster futures API v3, "approveAgent" and its siblings
 */
export async function signManagementCall(request: ManagementRequest): Promise<SignedRequest> {
  const { call, wallet, network, nonceUs } = request
  const chainId = request.signatureChainId ?? managementChainId
  for (const [name] of request.params) {
    if (!tailNames.has(name)) continue
    const violation = { field: name, rule: 'signedFields', value: 'hidden', message: 'is added by the signer' }
    throw new ParameterError(call, [violation])
  }
  const params: readonly Param[] = [
    ...request.params,
    ['asterChain', asterChainOf[network]],
    ['user', wallet.address],
    ['nonce', nonceUs.toString()],
  ]
  const struct = buildManagementStruct(call, params)
  const domain = requestDomain(chainId)
  const { digest } = hashTypedStruct(domain, struct, selectEngine())
  const signature = await signWithWallet(wallet, { digest, typedData: toTypedData(domain, struct) })
  const text = `${encodeParams(params)}&signature=${signature}&signatureChainId=${chainId}`
  return createSignedRequest('body', text, { nonceUs, timestampMs: Number(nonceUs / 1000n) })
}
