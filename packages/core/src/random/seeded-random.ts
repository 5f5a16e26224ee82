import type { Random } from '../ports/random.ts'
import { createRandom } from './create-random.ts'

/**
 * A repeatable source of chance (xoshiro128**, seeded through a hash of the text). For simulations and tests; the source
 * of live keys is the operating system, never this.
 */
export function createSeededRandom(seed: number | string): Random {
  const name = String(seed)
  const nextWord = hashText(name)
  let a = nextWord()
  let b = nextWord()
  let c = nextWord()
  let d = nextWord()

  const nextUint32 = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return scrambled
  }
  return createRandom(nextUint32, (child) => createSeededRandom(`${name}/${child}`))
}

const rotateLeft = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

/** An endless row of 32-bit words from a text: each mixed from a counter that starts at the text's hash. */
function hashText(text: string): () => number {
  let state = 0x9e3779b9
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0xcc9e2d51)
    state = rotateLeft(state, 13)
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
}
