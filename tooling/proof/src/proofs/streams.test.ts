import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { streamsProof } from './streams.ts'

describe('proof streams', () => {
  it('holds for a few seeds that have every fault, and gives the same figures again', async () => {
    const flags = ['--seeds', '4']
    const { summary, failures } = await runProofWith(streamsProof, { flags })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ runs: 4, silentlyWrong: 0, eventsLost: 0, eventsTwice: 0 })
    expect(Object.keys(summary['faults'] as object).toSorted()).toEqual([
      'cut',
      'damaged',
      'dead',
      'late',
      'lost',
      'mute',
      'refused',
      'repeated',
    ])
    expect(await runProofWith(streamsProof, { flags })).toMatchObject({ summary })
  })

  it.each(streamsProof.plants)('finds $name when it is planted, and says how to see it again', async ({ name }) => {
    const { failures } = await runProofWith(streamsProof, { flags: ['--seeds', '5'], plant: name })
    expect(failures[0]).toMatch(new RegExp(`again with --from-seed \\d+ --seeds 1 --plant ${name}$`))
  })
})
