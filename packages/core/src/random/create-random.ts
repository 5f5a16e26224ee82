import type { Random } from '../ports/random.ts'

/** Builds the distributions over a source of uniform 32-bit words. */
export function createRandom(nextUint32: () => number, fork: (name: string) => Random): Random {
  let spareNormal: number | undefined

  // 53 bits, the most a double between 0 and 1 can hold evenly.
  const next = () => ((nextUint32() >>> 5) * 0x4000000 + (nextUint32() >>> 6)) / 0x20000000000000

  const nextInt = (bound: number) => {
    if (!Number.isSafeInteger(bound) || bound < 1)
      throw new RangeError(`A bound is a whole number from 1, got ${bound}`)
    if (bound > 0x100000000) return Math.floor(next() * bound)
    const unfair = 0x100000000 % bound
    while (true) {
      const word = nextUint32()
      if (word < 0x100000000 - unfair) return word % bound
    }
  }

  // Marsaglia's polar method: two at a time.
  const nextNormal = () => {
    if (spareNormal !== undefined) {
      const spare = spareNormal
      spareNormal = undefined
      return spare
    }
    while (true) {
      const x = 2 * next() - 1
      const y = 2 * next() - 1
      const square = x * x + y * y
      if (square === 0 || square >= 1) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spareNormal = y * factor
      return x * factor
    }
  }

  const nextBytes = (length: number) => {
    const bytes = new Uint8Array(length)
    for (let index = 0; index < length; index += 4) {
      const word = nextUint32()
      for (let byte = 0; byte < 4 && index + byte < length; byte++) bytes[index + byte] = word >>> (8 * byte)
    }
    return bytes
  }

  return { next, nextInt, nextNormal, nextBytes, fork }
}
