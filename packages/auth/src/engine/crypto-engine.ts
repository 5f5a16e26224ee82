export type EngineName = 'native' | 'wasm' | 'js'

/**
 * The curve and the hash behind V3 signatures. Every engine gives the same bytes: nonces after RFC 6979, `s` in the lower
 * half. They differ in speed only.
 */
export interface CryptoEngine {
  readonly name: EngineName
  /** 32 bytes. */
  keccak256(bytes: Uint8Array): Uint8Array
  /** Writes `r || s` into the 64 bytes of `output` and returns the recovery id, 0 or 1. */
  sign(digest: Uint8Array, privateKey: Uint8Array, output: Uint8Array): number
  /** The uncompressed public key, 65 bytes, or `undefined` when the signature belongs to none. */
  recover(digest: Uint8Array, signature: Uint8Array, recoveryId: number): Uint8Array | undefined
  /** The uncompressed public key, 65 bytes. Throws when the key is zero or beyond the order of the curve. */
  computePublicKey(privateKey: Uint8Array): Uint8Array
}
