import { secp256k1 } from '@noble/curves/secp256k1.js'

import type { CryptoEngine } from './crypto-engine.ts'
import { keccak256Js } from './keccak.ts'

/** Pure JavaScript, works everywhere. A signature blocks the event loop for most of a millisecond. */
export function createJsEngine(): CryptoEngine {
  return {
    name: 'js',
    keccak256: keccak256Js,
    sign: (digest, privateKey, output) => {
      const signature = secp256k1.sign(digest, privateKey, { prehash: false, format: 'recovered' })
      output.set(signature.subarray(1))
      return signature[0] ?? 0
    },
    recover: (digest, signature, recoveryId) => {
      try {
        const recovered = new Uint8Array(65)
        recovered[0] = recoveryId
        recovered.set(signature, 1)
        const compressed = secp256k1.recoverPublicKey(recovered, digest, { prehash: false })
        return secp256k1.Point.fromBytes(compressed).toBytes(false)
      } catch {
        return undefined
      }
    },
    computePublicKey: (privateKey) => secp256k1.getPublicKey(privateKey, false),
  }
}
