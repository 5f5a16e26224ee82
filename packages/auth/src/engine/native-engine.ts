import { createRequire } from 'node:module'

import type { CryptoEngine } from './crypto-engine.ts'
import { keccak256 } from './keccak.ts'

interface NativeBinding {
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array, options: undefined, output: Uint8Array): { recid: number }
  ecdsaRecover(signature: Uint8Array, recoveryId: number, digest: Uint8Array, compressed: boolean): Uint8Array
  publicKeyCreate(privateKey: Uint8Array, compressed: boolean): Uint8Array
}

/**
 * libsecp256k1 as a prebuilt addon. The package's own entry would fall back to a slow JavaScript curve without a word, so
 * its binding is loaded directly: where there is no prebuild this throws and the next engine is taken.
 */
export function createNativeEngine(): CryptoEngine {
  const require = createRequire(import.meta.url)
  const binding = require('secp256k1/bindings.js') as NativeBinding
  return {
    name: 'native',
    keccak256,
    sign: (digest, privateKey, output) => binding.ecdsaSign(digest, privateKey, undefined, output).recid,
    recover: (digest, signature, recoveryId) => {
      try {
        return binding.ecdsaRecover(signature, recoveryId, digest, false)
      } catch {
        return undefined
      }
    },
    computePublicKey: (privateKey) => binding.publicKeyCreate(privateKey, false),
  }
}
