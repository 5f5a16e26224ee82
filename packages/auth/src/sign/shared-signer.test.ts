import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { sharedSigner } from './shared-signer.ts'

const privateKey = new Secret(loadVectors().keys['agent']?.privateKey ?? '')

describe('sharedSigner', () => {
  it('never lets two processes use the same nonce, even at the same microsecond', () => {
    const clock = { nowUs: () => 1_748_310_859_508_867n }
    const signers = [0, 1, 2].map((index) => sharedSigner({ privateKey, clock, share: { index, of: 3 } }))
    const nonces = Array.from(
      { length: 60 },
      (_, turn) => signers[turn % 3]?.sign({ method: 'POST', params: [] }).nonceUs,
    )
    expect(new Set(nonces).size).toBe(60)
    expect(new Set(nonces.map((nonce, turn) => `${turn % 3}:${(nonce ?? 0n) % 3n}`))).toEqual(
      new Set(['0:0', '1:1', '2:2']),
    )
  })
})
