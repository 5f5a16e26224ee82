import { type Random, Secret } from '@aster/core'

import { explainPrivateKey } from './parse-private-key.ts'

/** A private key out of a seed, so that a simulation can be repeated to the byte. Whoever knows the seed has the key. */
export function deriveAgentKey(random: Random): Secret<string> {
  for (;;) {
    const key = `0x${Buffer.from(random.nextBytes(32)).toString('hex')}`
    if (explainPrivateKey(key) === undefined) return new Secret(key)
  }
}
