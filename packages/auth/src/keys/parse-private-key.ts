import { ParameterError, type Secret } from '@aster/core'

import { selectEngine } from '../engine/select-engine.ts'
import { type Address, computeAddress } from './address.ts'

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Says what is wrong with a private key, without repeating any of it; `undefined` when it is one. */
export function explainPrivateKey(text: string): string | undefined {
  const hex = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text
  if (hex.length !== 64) return `must have 64 hex digits, not ${hex.length}`
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) return 'has characters that are not hex digits'
  const value = BigInt(`0x${hex}`)
  return value === 0n || value >= curveOrder ? 'is outside the range of the curve' : undefined
}

/**
 * The 32 bytes of a private key given as 64 hex digits, with or without 0x.
 *
 * @throws {ParameterError} It is not a private key. The text is never repeated.
 */
export function parsePrivateKey(privateKey: Secret, operation: string): Uint8Array {
  const text = privateKey.reveal()
  const problem = explainPrivateKey(text)
  if (problem !== undefined) {
    const violation = { field: 'privateKey', rule: 'privateKey', value: 'hidden', message: problem }
    throw new ParameterError(operation, [violation])
  }
  return new Uint8Array(Buffer.from(text.slice(-64), 'hex'))
}

/**
 * The address that belongs to a private key, with checksum.
 *
 * @throws {ParameterError} It is not a private key.
 */
export function computeKeyAddress(privateKey: Secret): Address {
  const engine = selectEngine()
  return computeAddress(engine.computePublicKey(parsePrivateKey(privateKey, 'computeKeyAddress')), engine)
}
