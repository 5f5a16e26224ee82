import { randomFillSync } from 'node:crypto'

import type { Random } from '../ports/random.ts'
import { createRandom } from './create-random.ts'

/** The machine's cryptographic source. Cannot be repeated; a fork is simply more of it. */
export function createSystemRandom(): Random {
  const pool = new Uint32Array(256)
  let used = pool.length
  const nextUint32 = () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const value = pool[used] ?? 0
    pool[used++] = 0
    return value
  }
  return createRandom(nextUint32, createSystemRandom)
}
