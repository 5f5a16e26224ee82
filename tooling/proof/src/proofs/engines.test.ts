import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { enginesProof } from './engines.ts'

describe('proof engines', () => {
  it('holds for a few maps', async () => {
    const { summary, failures } = await runProofWith(enginesProof, { flags: ['--maps', '20'] })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ maps: 20, failed: 0 })
  })

  it.each(enginesProof.plants)('finds $name when it is planted, and says how to see it again', async ({ name }) => {
    const { failures } = await runProofWith(enginesProof, { flags: ['--maps', '20'], plant: name })
    expect(failures[0]).toMatch(/again with --from-seed \d+ --maps 1$/)
  })
})
