import type { CryptoEngine } from '../engine/crypto-engine.ts'

/** The types that occur in the structs of this exchange. */
export type FieldType = 'string' | 'bool' | 'uint256' | 'address'

export const hashText = (text: string, engine: CryptoEngine): Uint8Array =>
  engine.keccak256(new Uint8Array(Buffer.from(text, 'utf8')))

/** 32 bytes, big-endian. */
export function uint256(value: bigint): Uint8Array {
  if (value < 0n || value >= 1n << 256n) throw new RangeError('The number does not fit into 256 bits')
  return new Uint8Array(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'))
}

/** One value of a struct as its 32 bytes. Booleans come as text in any case, as Python and JavaScript print them. */
export function encodeValue(type: FieldType, value: string, engine: CryptoEngine): Uint8Array {
  switch (type) {
    case 'string':
      return hashText(value, engine)
    case 'bool':
      return uint256(value.toLowerCase() === 'true' ? 1n : 0n)
    case 'uint256':
      return uint256(BigInt(value))
    case 'address':
      return uint256(BigInt(value))
  }
}
