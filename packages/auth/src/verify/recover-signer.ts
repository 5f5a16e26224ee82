import { getMessageHasher } from '../eip712/hash-message.ts'
import { selectEngine } from '../engine/select-engine.ts'
import { type Address, computeAddress } from '../keys/address.ts'
import { parseSignature } from './parse-signature.ts'

/** The address whose key made a signature over a digest, or `undefined` when the signature is malformed. */
export function recoverDigestSigner(digest: Uint8Array, signature: string): Address | undefined {
  const parsed = parseSignature(signature)
  if (parsed === undefined) return undefined
  const engine = selectEngine()
  const publicKey = engine.recover(digest, parsed.rs, parsed.recoveryId)
  return publicKey === undefined ? undefined : computeAddress(publicKey, engine)
}

/** The address that signed a request text, or `undefined` when the signature is malformed. */
export const recoverMessageSigner = (text: string, chainId: number, signature: string): Address | undefined =>
  recoverDigestSigner(getMessageHasher(chainId, selectEngine())(text).digest, signature)
