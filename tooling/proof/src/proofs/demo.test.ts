import { describe, expect, it } from 'vitest'

import { demoPlants } from '../demo/demo-plants.ts'
import { runProofWith } from '../testing/run-proof-with.ts'
import { demoProof } from './demo.ts'

const flags = ['--seeds', '1', '--seconds', '12']

describe('the proof of the demo', () => {
  it('holds: clean as the exchange sees it, and the same bytes for the same seed', async () => {
    const { summary, failures } = await runProofWith(demoProof, { flags })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ seeds: 1, clean: 1, violations: 0, repeatable: true })
  })

  it.each(demoPlants.map(({ name }) => name))('finds %s when it is planted', async (plant) => {
    const { summary, failures } = await runProofWith(demoProof, { flags, plant })
    expect(failures).not.toEqual([])
    expect(summary).toMatchObject({ clean: 0 })
  })
})
