import { createSystemClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { crashProof } from './crash.ts'

describe('proof crash, with real processes', () => {
  it('holds for a program that is killed by SIGKILL', { timeout: 60_000 }, async () => {
    const { summary, failures } = await runProofWith(crashProof, {
      flags: ['--processes', '2', '--instants', '0'],
      clock: createSystemClock(),
    })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ violations: 0, processRuns: 2 })
  })
})
