import { randomBytes } from 'node:crypto'

import { Secret } from '@aster/core'

import { explainPrivateKey } from './parse-private-key.ts'

/** A new private key from the system's cryptographic source. There is no way to seed it. */
export function generateAgentKey(): Secret<string> {
  for (;;) {
    const key = `0x${randomBytes(32).toString('hex')}`
    if (explainPrivateKey(key) === undefined) return new Secret(key)
  }
}
