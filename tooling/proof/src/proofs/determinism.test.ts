import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { determinismProof } from './determinism.ts'

const prove = (plant?: string) =>
  runProofWith(determinismProof, { flags: ['--minutes', '1'], ...(plant !== undefined && { plant }) })

describe('proof determinism', () => {
  it('holds, on bytes that faults have had a hand in', async () => {
    const { summary, failures } = await prove()
    expect(failures).toEqual([])
    expect(summary['lines']).toBeGreaterThan(500)
    expect(summary['messages']).toBeGreaterThan(500)
  })

  it('names the minute in which two lives part', async () => {
    const { failures } = await prove('kept-count')
    expect(failures).toEqual([expect.stringContaining('part in minute 1')])
  })

  it('notices a seed that decides nothing', async () => {
    const { failures } = await prove('deaf-seed')
    expect(failures).toEqual([expect.stringContaining('gave the same as')])
  })
})
