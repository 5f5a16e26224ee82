import { createRequire } from 'node:module'

import type { Secret } from '@aster/core'
import type * as HashWasm from 'hash-wasm'

import type { NativeCurve } from './load-native-curve.ts'

/** Domain of the exchange's messages on chain 1666, and the type of what is signed, both hashed beforehand. */
const domainText = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
const typeText = 'Message(string msg)'

/**
 * Signs a text as somebody would who has only the libraries: three hashes, one native signature, hex. Gives the text with
 * its signature.
 */
export async function createBareSigner(curve: NativeCurve, privateKey: Secret): Promise<(text: string) => string> {
  const hasher = await (createRequire(import.meta.url)('hash-wasm') as typeof HashWasm).createKeccak(256)
  const hash = (data: Uint8Array | string) => (hasher.init(), hasher.update(data), hasher.digest('binary'))
  const key = new Uint8Array(Buffer.from(privateKey.reveal().slice(2), 'hex'))
  const chainId = Buffer.alloc(32)
  chainId.writeUInt32BE(1666, 28)
  const domain = hash(
    Buffer.concat([hash(domainText), hash('AsterSignTransaction'), hash('1'), chainId, Buffer.alloc(32)]),
  )
  const struct = new Uint8Array(64)
  struct.set(hash(typeText))
  const envelope = new Uint8Array(66)
  envelope.set([0x19, 0x01])
  envelope.set(domain, 2)
  const signature = Buffer.alloc(65)
  const rs = signature.subarray(0, 64)
  return (text) => {
    struct.set(hash(text), 32)
    envelope.set(hash(struct), 34)
    signature[64] = 27 + curve.ecdsaSign(hash(envelope), key, undefined, rs).recid
    return `${text}&signature=0x${signature.toString('hex')}`
  }
}
