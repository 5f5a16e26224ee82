import { createHash } from 'node:crypto'

import type { Random } from '../ports/random.ts'
import { createRandom } from './create-random.ts'

/**
 * Chance that can be repeated: one seed, one sequence, on every machine (xoshiro128**, seeded through SHA-256). For tests and
 * simulations; never for keys of live use.
 */
export function createSeededRandom(seed: number | string): Random {
  return createStream(String(seed))
}

function createStream(path: string): Random {
  const digest = createHash('sha256').update(path).digest()
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let d = digest.readInt32LE(12) | 1 // a state of zeros only would stay there
  const nextUint32 = () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result
  }
  return createRandom(nextUint32, (name) => createStream(`${path}\u0000${name}`))
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
