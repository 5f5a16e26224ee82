import { getMessageHasher, readDomainSeparator } from './eip712/hash-message.ts'
import { selectEngine } from './engine/select-engine.ts'
import { type Address, isSameAddress } from './keys/address.ts'
import { chainIdOf } from './networks.ts'
import { cutSignature } from './verify/cut-signature.ts'
import { parseSignature } from './verify/parse-signature.ts'
import { recoverDigestSigner } from './verify/recover-signer.ts'
import { readManagementCall } from './verify/verify-management-call.ts'
import { verifyMessage } from './verify/verify-message.ts'
import type { ManagementCall } from './wallet/management-calls.ts'

export interface SignatureExplanation {
  readonly scheme: 'v3 message' | 'v3 management' | 'v1 hmac'
  /** The canonical string: exactly what was signed, or the fields of the struct. */
  readonly signedText: string
  readonly chainId: number | undefined
  readonly domainSeparator: string | undefined
  readonly structHash: string | undefined
  /** What the curve saw, 32 bytes as hex. */
  readonly digest: string | undefined
  readonly signature: { readonly r: string; readonly s: string; readonly v: number } | undefined
  /** Who signed, by the signature; V1 has no such thing. */
  readonly recoveredAddress: Address | undefined
  /** Who should have signed, by the request: `signer`, else `user`. */
  readonly claimedAddress: Address | undefined
  /** Whether the two agree; for V1 only the exchange knows. */
  readonly matches: boolean | undefined
}

/**
 * Takes a signed request apart, as it was sent, to see why an exchange would refuse it. Needs no key and shows none.
 *
 * @param sent.chainId - Of ordinary V3 requests; mainnet's 1666 by default.
 * @param sent.call - For calls that the main wallet signs as a struct.
 */
export function explainSignature(sent: {
  readonly query?: string
  readonly body?: string
  readonly chainId?: number | undefined
  readonly call?: ManagementCall | undefined
}): SignatureExplanation {
  const query = cutSignature(sent.query ?? '')
  const body = cutSignature(sent.body ?? '')
  const params = new URLSearchParams([query.text, body.text].filter((part) => part !== '').join('&'))
  const claimedAddress = params.get('signer') ?? params.get('user') ?? undefined
  if (sent.call !== undefined) return explainManagement(sent.call, sent.body || sent.query || '', params.get('user'))
  const text = query.text + body.text
  if (!params.has('nonce')) {
    return { ...nothing, scheme: 'v1 hmac', signedText: text, claimedAddress: undefined }
  }
  const signature = query.signature ?? body.signature ?? ''
  const chainId = sent.chainId ?? chainIdOf.mainnet
  const engine = selectEngine()
  const { structHash, digest } = getMessageHasher(chainId, engine)(text)
  return {
    scheme: 'v3 message',
    signedText: text,
    chainId,
    domainSeparator: toHex(readDomainSeparator(chainId, engine)),
    structHash: toHex(structHash),
    digest: toHex(digest),
    signature: splitSignature(signature),
    recoveredAddress: recoverDigestSigner(digest, signature),
    claimedAddress,
    matches:
      claimedAddress !== undefined &&
      verifyMessage({ text, chainId, signature, address: claimedAddress }) !== undefined,
  }
}

const nothing = {
  chainId: undefined,
  domainSeparator: undefined,
  structHash: undefined,
  digest: undefined,
  signature: undefined,
  recoveredAddress: undefined,
  matches: undefined,
}

function explainManagement(call: ManagementCall, text: string, user: string | null): SignatureExplanation {
  const read = readManagementCall(call, text)
  const claimedAddress = user ?? undefined
  const signedText = JSON.stringify(Object.fromEntries(read?.params ?? []))
  if (read === undefined) return { ...nothing, scheme: 'v3 management', signedText, claimedAddress, matches: false }
  const { chainId, hash, recoveredAddress } = read
  return {
    scheme: 'v3 management',
    signedText,
    chainId,
    domainSeparator: toHex(hash.domainSeparator),
    structHash: toHex(hash.structHash),
    digest: toHex(hash.digest),
    signature: splitSignature(read.signature),
    recoveredAddress,
    claimedAddress,
    matches:
      recoveredAddress !== undefined && claimedAddress !== undefined && isSameAddress(recoveredAddress, claimedAddress),
  }
}

const toHex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`

function splitSignature(signature: string): SignatureExplanation['signature'] {
  const parsed = parseSignature(signature)
  if (parsed === undefined) return undefined
  return {
    r: toHex(parsed.rs.subarray(0, 32)),
    s: toHex(parsed.rs.subarray(32)),
    v: 27 + parsed.recoveryId,
  }
}
