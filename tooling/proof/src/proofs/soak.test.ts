import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import type { ProofResult } from '../proof.ts'
import { runProofWith } from '../testing/run-proof-with.ts'
import { soakProof } from './soak.ts'

/** Half a minute of a small load in virtual time. */
async function soak(plant?: string): Promise<ProofResult> {
  const clock = createVirtualClock({ startMs: 1_700_000_000_000 })
  const flags = ['--minutes', '0.5', '--symbols', '3', '--rate', '500']
  return await clock.runUntil(runProofWith(soakProof, { flags, clock, ...(plant !== undefined && { plant }) }))
}

describe('proof soak', () => {
  it('carries its whole load and ends with every book live', { timeout: 30_000 }, async () => {
    const { summary, failures } = await soak()
    expect(failures.filter((failure) => failure.includes('not live'))).toEqual([])
    expect(summary).toMatchObject({ minutes: 0.5, limitMbPerHour: 1 })
    expect(summary['framesPerSecond']).toBeGreaterThan(450)
    expect(summary['connections']).toBeGreaterThan(1)
  })

  it.each(['events-remembered', 'frames-kept'])('finds %s when it is planted', { timeout: 30_000 }, async (plant) => {
    const { failures } = await soak(plant)
    expect(failures[0]).toMatch(/the heap grows by/)
  })
})
