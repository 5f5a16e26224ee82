import { requestDomain } from '../eip712/domains.ts'
import { type TypedHash, hashTypedStruct } from '../eip712/typed-struct.ts'
import type { Param } from '../encode-params.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { type Address, isSameAddress } from '../keys/address.ts'
import { managementChainId } from '../networks.ts'
import type { ManagementCall } from '../wallet/management-calls.ts'
import { buildManagementStruct } from '../wallet/management-struct.ts'
import { recoverDigestSigner } from './recover-signer.ts'

export interface ReadManagementCall {
  /** Everything that was sent but `signature` and `signatureChainId`, decoded, in order. */
  readonly params: readonly Param[]
  readonly chainId: number
  readonly signature: string
  readonly hash: TypedHash
  readonly recoveredAddress: Address | undefined
}

/** Reads a management call as received; `undefined` when it has no signature or a field that cannot be hashed. */
export function readManagementCall(call: ManagementCall, text: string): ReadManagementCall | undefined {
  const all = [...new URLSearchParams(text)] as readonly Param[]
  const find = (wanted: string) => all.find(([name]) => name === wanted)?.[1]
  const signature = find('signature')
  const chainId = Number(find('signatureChainId') ?? managementChainId)
  if (signature === undefined || !Number.isSafeInteger(chainId) || chainId < 0) return undefined
  const params = all.filter(([name]) => name !== 'signature' && name !== 'signatureChainId')
  try {
    const hash = hashTypedStruct(requestDomain(chainId), buildManagementStruct(call, params), selectEngine())
    return { params, chainId, signature, hash, recoveredAddress: recoverDigestSigner(hash.digest, signature) }
  } catch {
    return undefined // a number field that holds no number
  }
}

/**
 * Checks the struct signature of a management call as an exchange does: the struct is rebuilt from the request, the domain
 * takes its chain id from `signatureChainId` (56 when absent), and the `user` of the request must have signed.
 */
export function verifyManagementCall(call: ManagementCall, text: string): boolean {
  const read = readManagementCall(call, text)
  const user = read?.params.find(([name]) => name === 'user')?.[1]
  return read?.recoveredAddress !== undefined && user !== undefined && isSameAddress(read.recoveredAddress, user)
}
