import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { restFaultsProof } from './rest-faults.ts'

const nothingWrong = {
  duplicates: 0,
  lost: 0,
  unsettled: 0,
  leftOpen: 0,
  wrongPrice: 0,
  noncesReused: 0,
  bansIgnored: 0,
}

describe('proof rest-faults in memory', () => {
  it('holds for a few seeds, and gives the same figures again', async () => {
    const flags = ['--memory', '--seeds', '6']
    const { summary, failures } = await runProofWith(restFaultsProof, { flags })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ runs: 6, ...nothingWrong, way: 'memory' })
    expect(summary['unknownAnswers']).toBeGreaterThan(10)
    expect(await runProofWith(restFaultsProof, { flags })).toMatchObject({ summary })
  })

  it('lets every run have the fault that is asked for', async () => {
    const flags = ['--memory', '--seeds', '4', '--fault', 'deliverLate']
    const { summary, failures } = await runProofWith(restFaultsProof, { flags })
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ runsWithFault: { deliverLate: 4 } })
  })

  it.each(restFaultsProof.plants)('finds $name when it is planted, and says how to see it again', async ({ name }) => {
    const flags = ['--memory', '--from-seed', '2', '--seeds', '4']
    const { failures } = await runProofWith(restFaultsProof, { flags, plant: name })
    expect(failures[0]).toMatch(new RegExp(`again with --from-seed \\d+ --seeds 1 --memory --plant ${name}$`))
  })

  it('refuses to let go of a port that another run could take', async () => {
    const flags = ['--fault', 'refuseConnections']
    await expect(runProofWith(restFaultsProof, { flags })).rejects.toThrow('needs --memory')
  })
})
