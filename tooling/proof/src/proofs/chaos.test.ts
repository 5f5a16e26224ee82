import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { chaosProof } from './chaos.ts'

describe('proof chaos', { timeout: 60_000 }, () => {
  it('holds for a few seeds, and gives the same figures again', async () => {
    const flags = ['--seeds', '3']
    const { summary, failures } = await runProofWith(chaosProof, { flags })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ seeds: 3, violations: 0 })
    expect(summary['faults']).toBeGreaterThan(20)
    expect(await runProofWith(chaosProof, { flags })).toMatchObject({ summary })
  })

  it.each(['full-size-on-reprice', 'stop-forgotten-after-partial', 'cancel-assumed'])(
    'finds %s when it is planted, and says how to see it again',
    async (plant) => {
      const { failures } = await runProofWith(chaosProof, { flags: ['--seeds', '40'], plant })
      expect(failures[0]).toMatch(new RegExp(`again with --seeds 1 --from-seed \\d+ --plant ${plant}$`))
    },
  )
})
