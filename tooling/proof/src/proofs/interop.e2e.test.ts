import { createSystemClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { interopProof } from './interop.ts'

const prove = (flags: readonly string[], plant?: string) =>
  runProofWith(interopProof, { flags, clock: createSystemClock(), ...(plant !== undefined && { plant }) })

describe('proof interop, without the clients that have to be installed', () => {
  it.each(['stranger-v3', 'stranger-v1'])('lets %s trade, whatever its habits', async (name) => {
    const { summary, failures } = await prove([name])
    expect(failures).toEqual([])
    expect(summary['clients']).toMatchObject([{ steps: 31, passed: 31, missed: 0 }])
  })

  it('reports what a broken exchange made a client miss', async () => {
    const { failures } = await prove(['stranger-v3'], 'cut-positions')
    expect(failures).toEqual(expect.arrayContaining([expect.stringContaining('stranger (V3), position: ')]))
  })
})
