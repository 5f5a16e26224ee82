import type { CryptoEngine } from '../engine/crypto-engine.ts'
import { keccak256 } from '../engine/keccak.ts'

/** 20 bytes as hex with 0x. Upper and lower case mean the same address, so compare with {@link isSameAddress}. */
export type Address = string

export const isAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text)

export const isSameAddress = (a: Address, b: Address): boolean => a.toLowerCase() === b.toLowerCase()

/** Spells an address with the mixed-case checksum of EIP-55. */
export function checksumAddress(address: Address): Address {
  const hex = address.slice(2).toLowerCase()
  const hash = Buffer.from(keccak256(new Uint8Array(Buffer.from(hex, 'latin1')))).toString('hex')
  let spelled = '0x'
  for (let i = 0; i < 40; i++) {
    const character = hex.charAt(i)
    spelled += Number.parseInt(hash.charAt(i), 16) >= 8 ? character.toUpperCase() : character
  }
  return spelled
}

/** The address of an uncompressed public key (65 bytes). */
export function computeAddress(publicKey: Uint8Array, engine: CryptoEngine): Address {
  const hash = engine.keccak256(publicKey.subarray(1))
  return checksumAddress(`0x${Buffer.from(hash.subarray(12)).toString('hex')}`)
}
