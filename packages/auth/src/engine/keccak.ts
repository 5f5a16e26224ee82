import { createRequire } from 'node:module'

import { keccak_256 } from '@noble/hashes/sha3.js'
import type * as HashWasm from 'hash-wasm'

let fastHasher: HashWasm.IHasher | undefined
let loading: Promise<boolean> | undefined

/** keccak-256 in pure JavaScript, about ten times slower. */
export const keccak256Js = (bytes: Uint8Array): Uint8Array => keccak_256(bytes)

/** keccak-256, by WebAssembly once {@link loadFastKeccak} is done and in pure JavaScript until then. Same bytes. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return fastHasher === undefined
    ? keccak_256(bytes)
    : (fastHasher.init(), fastHasher.update(bytes), fastHasher.digest('binary'))
}

/** Compiles the WebAssembly hash, once. Resolves to whether it can be used; never rejects. Takes a few milliseconds. */
export function loadFastKeccak(): Promise<boolean> {
  loading ??= (async () => {
    try {
      const require = createRequire(import.meta.url)
      const { createKeccak } = require('hash-wasm/dist/keccak.umd.min.js') as typeof HashWasm
      fastHasher = await createKeccak(256)
      return true
    } catch {
      return false
    }
  })()
  return loading
}

/** Which implementation {@link keccak256} uses right now. */
export const readKeccakName = (): 'hash-wasm' | 'noble' => (fastHasher === undefined ? 'noble' : 'hash-wasm')
