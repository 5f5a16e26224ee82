import { describe, expect, it } from 'vitest'

import { crashPlants } from '../crash/crash-plants.ts'
import { runProofWith } from '../testing/run-proof-with.ts'
import { crashProof } from './crash.ts'

const flags = ['--processes', '0', '--instants', '8']

describe('proof crash', () => {
  it('holds wherever the program is killed, and gives the same figures again', { timeout: 60_000 }, async () => {
    const { summary, failures } = await runProofWith(crashProof, { flags })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ violations: 0 })
    expect(summary['points']).toBeGreaterThan(30)
    expect(summary['killed']).toBeGreaterThanOrEqual(Number(summary['points']))
  })

  it.each(crashPlants)('finds $name when it is planted', { timeout: 60_000 }, async ({ name }) => {
    const { failures } = await runProofWith(crashProof, { flags, plant: name })
    expect(failures.length).toBeGreaterThan(0)
  })
})
