import type { CryptoEngine } from '../engine/crypto-engine.ts'
import { type TypedDomain, computeDomainSeparator } from './domain-separator.ts'
import { type FieldType, encodeValue, hashText } from './encode-value.ts'

export interface StructField {
  readonly name: string
  readonly type: FieldType
  /** As text: numbers in decimal, booleans as true or false. */
  readonly value: string
}

/** A flat EIP-712 struct. Names may hold spaces, as those of the withdrawal do. */
export interface TypedStruct {
  readonly primaryType: string
  readonly fields: readonly StructField[]
}

export interface TypedHash {
  readonly domainSeparator: Uint8Array
  readonly structHash: Uint8Array
  /** What is signed. */
  readonly digest: Uint8Array
}

/** `Name(type field,type field)` */
export const formatTypeString = ({ primaryType, fields }: TypedStruct): string =>
  `${primaryType}(${fields.map(({ type, name }) => `${type} ${name}`).join(',')})`

/** Hashes a struct by hand: libraries that insist on Solidity names would refuse some of them. */
export function hashTypedStruct(domain: TypedDomain, struct: TypedStruct, engine: CryptoEngine): TypedHash {
  const encoded = new Uint8Array(32 * (struct.fields.length + 1))
  encoded.set(hashText(formatTypeString(struct), engine), 0)
  struct.fields.forEach(({ type, value }, index) => encoded.set(encodeValue(type, value, engine), 32 * (index + 1)))
  const domainSeparator = computeDomainSeparator(domain, engine)
  const structHash = engine.keccak256(encoded)
  const envelope = new Uint8Array(66)
  envelope.set([0x19, 0x01], 0)
  envelope.set(domainSeparator, 2)
  envelope.set(structHash, 34)
  return { domainSeparator, structHash, digest: engine.keccak256(envelope) }
}
