import { selectEngine } from '../engine/select-engine.ts'
import { getMessageHasher } from './hash-message.ts'

/** The 32 bytes that are signed for a request text: EIP-712, type `Message(string msg)`. */
export const messageDigest = (text: string, chainId: number): Uint8Array =>
  getMessageHasher(chainId, selectEngine())(text).digest
