import { createSystemClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { restFaultsProof } from './rest-faults.ts'

const run = (plant?: string) =>
  runProofWith(restFaultsProof, {
    flags: ['--seeds', '8', '--from-seed', '9'],
    clock: createSystemClock(),
    ...(plant !== undefined && { plant }),
  })

describe('proof rest-faults over sockets', () => {
  it('holds for a few seeds', async () => {
    const { summary, failures } = await run()
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ runs: 8, duplicates: 0, lost: 0, unsettled: 0, way: 'sockets' })
  })

  it('finds orders that are sent again without asking', async () => {
    const { failures } = await run('client-id-changed-on-retry')
    expect(failures[0]).toMatch(/again with --from-seed \d+ --seeds 1 --plant client-id-changed-on-retry$/)
  })
})
