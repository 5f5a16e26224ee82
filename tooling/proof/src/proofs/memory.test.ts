import { describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { memoryProof } from './memory.ts'

const prove = (plant?: string) =>
  runProofWith(memoryProof, {
    flags: ['--orders', '100000', '--history-limit', '50'],
    ...(plant !== undefined && { plant }),
  })

describe('proof memory', () => {
  it('holds for an exchange with bounded histories', { timeout: 30_000 }, async () => {
    const { summary, failures } = await prove()
    expect(failures).toEqual([])
    expect(summary['heapMb']).toHaveLength(10)
  })

  it('finds one that keeps everything', { timeout: 30_000 }, async () => {
    const { failures } = await prove('unbounded-history')
    expect(failures).toEqual([expect.stringContaining('the heap grew by')])
  })
})
