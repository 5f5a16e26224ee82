import type { CryptoEngine, EngineName } from '../engine/crypto-engine.ts'
import { chainIdOf, managementChainId } from '../networks.ts'
import { computeDomainSeparator } from './domain-separator.ts'

const knownSeparators: ReadonlyMap<number, Uint8Array> = new Map([
  [chainIdOf.mainnet, fromHex('a95d0a7a6f3f17fcebb0c2336645385ce79cde7523f71ab147fdb7f15e9f37f9')],
  [chainIdOf.testnet, fromHex('fad01b07bed5729a04dbb977fd86da612eba71d668660bf12cf10b3d65b74d94')],
  [managementChainId, fromHex('0b1c7560da00539a1ba5774edb75f7735da844730b7bfa41fa66bf107b4456ff')],
])
/** keccak256("Message(string msg)") */
const messageTypeHash = fromHex('c4cfb57eea370ef2a92403a7e865b2de262d7ca272333665b54ad7e6a602ef68')
const keptTextBytes = 65_536

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

/** The domain separator of `AsterSignTransaction` for a chain id, 32 bytes. */
export function readDomainSeparator(chainId: number, engine: CryptoEngine): Uint8Array {
  return (
    knownSeparators.get(chainId) ??
    computeDomainSeparator({ name: 'AsterSignTransaction', version: '1', chainId }, engine)
  )
}

interface MessageHash {
  readonly structHash: Uint8Array
  readonly digest: Uint8Array
}

/** Hashes texts of one chain id; keeps its buffers between calls. */
export type MessageHasher = (text: string) => MessageHash

const hashers = new Map<string, MessageHasher>()

/** The hasher of a chain id and an engine. Made once; domain separator and type hash are ready in its buffers. */
export function getMessageHasher(chainId: number, engine: CryptoEngine): MessageHasher {
  const key = `${engine.name satisfies EngineName}:${chainId}`
  const known = hashers.get(key)
  if (known !== undefined) return known
  const hasher = createMessageHasher(chainId, engine)
  hashers.set(key, hasher)
  return hasher
}

function createMessageHasher(chainId: number, engine: CryptoEngine): MessageHasher {
  let textBytes = Buffer.alloc(2048)
  const struct = new Uint8Array(64)
  struct.set(messageTypeHash, 0)
  const envelope = new Uint8Array(66)
  envelope[0] = 0x19
  envelope[1] = 0x01
  envelope.set(readDomainSeparator(chainId, engine), 2)
  return (text) => {
    const needed = text.length * 3 // the most that UTF-8 takes per UTF-16 unit
    let bytes = textBytes
    if (needed > bytes.length) {
      bytes = Buffer.alloc(needed)
      if (needed <= keptTextBytes) textBytes = bytes
    }
    struct.set(engine.keccak256(bytes.subarray(0, bytes.write(text, 0, 'utf8'))), 32)
    const structHash = engine.keccak256(struct)
    envelope.set(structHash, 34)
    return { structHash, digest: engine.keccak256(envelope) }
  }
}
