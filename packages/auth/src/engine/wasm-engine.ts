import { createRequire } from 'node:module'

import type * as TinySecp256k1 from 'tiny-secp256k1'

import type { CryptoEngine } from './crypto-engine.ts'
import { keccak256 } from './keccak.ts'

/** libsecp256k1 compiled to WebAssembly. Throws where WebAssembly is switched off. */
export function createWasmEngine(): CryptoEngine {
  const require = createRequire(import.meta.url)
  const curve = require('tiny-secp256k1') as typeof TinySecp256k1
  return {
    name: 'wasm',
    keccak256,
    sign: (digest, privateKey, output) => {
      const { signature, recoveryId } = curve.signRecoverable(digest, privateKey)
      output.set(signature)
      return recoveryId
    },
    recover: (digest, signature, recoveryId) => {
      try {
        return curve.recover(digest, signature, recoveryId as TinySecp256k1.RecoveryIdType, false) ?? undefined
      } catch {
        return undefined
      }
    },
    computePublicKey: (privateKey) => {
      const point = curve.pointFromScalar(privateKey, false)
      if (point === null) throw new Error('The private key is outside the range of the curve')
      return point
    },
  }
}
