import { createRequire } from 'node:module'

/** The native library's own call: no checks, no copies. */
export interface NativeCurve {
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array, options: undefined, output: Uint8Array): { recid: number }
}

/** The native secp256k1, or `undefined` where none is built for this machine. */
export function loadNativeCurve(): NativeCurve | undefined {
  try {
    return createRequire(import.meta.url)('secp256k1/bindings.js') as NativeCurve
  } catch {
    return undefined
  }
}
