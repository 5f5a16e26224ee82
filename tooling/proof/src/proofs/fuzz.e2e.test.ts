import { createSystemClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { fuzzProof } from './fuzz.ts'

const prove = (plant?: string) =>
  runProofWith(fuzzProof, {
    flags: ['--runs', '600', '--from-seed', '7000'],
    clock: createSystemClock(),
    ...(plant !== undefined && { plant }),
  })

describe('proof fuzz', () => {
  it('finds an exchange that answers or cuts, whatever comes', { timeout: 60_000 }, async () => {
    const { summary, failures } = await prove()
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ runs: 600, crashes: 0, unexpected5xx: 0, leaks: 0 })
  })

  it.each(['server-error', 'shared-key'])('reports the planted %s', { timeout: 60_000 }, async (plant) => {
    const { failures } = await prove(plant)
    expect(failures.length).toBeGreaterThan(0)
  })
})
