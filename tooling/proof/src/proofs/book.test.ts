import { describe, expect, it } from 'vitest'

import { createSampleRecording } from '../book/create-sample-recording.ts'
import { sortFrames } from '../book/read-recording.ts'
import { runProofWith } from '../testing/run-proof-with.ts'
import { bookProof } from './book.ts'

describe('proof book', () => {
  it('holds for a recording that is made up, with exactly the figures that are promised', async () => {
    const { summary, failures } = await runProofWith(bookProof)
    expect(failures).toEqual([])
    expect(Object.keys(summary)).toEqual(['frames', 'syncs', 'sequenceErrors', 'compared', 'mismatches', 'ms'])
    expect(summary).toMatchObject({ syncs: 1, sequenceErrors: 0, mismatches: 0 })
    expect(summary['compared']).toBeGreaterThan(1_500)
  })

  it.each(bookProof.plants)('finds $name when it is planted', async ({ name }) => {
    const { failures } = await runProofWith(bookProof, { plant: name })
    expect(failures[0]).toMatch(/the book has .+, the exchange|could not be read/)
  })

  it('refuses a file that is not there', async () => {
    await expect(runProofWith(bookProof, { flags: ['no-such-file.gz'] })).rejects.toThrow('does not exist')
  })
})

describe('sortFrames', () => {
  it('finds the symbol and the steps by itself', () => {
    const recording = sortFrames(createSampleRecording(2, 50), undefined)
    expect(recording).toMatchObject({ symbol: 'BTCUSDT', tickSize: '0.10', stepSize: '0.001' })
  })

  it('leaves out other symbols, other streams and what is no frame', () => {
    const own = createSampleRecording(3, 50)
    const others = ['{"stream":"ethusdt@depth","data":{}}', '{"stream":"btcusdt@depth5","data":{}}', '{"stre', '[]']
    const recording = sortFrames([...own, ...others], 'btcusdt')
    expect(recording?.frames.slice(own.length).map(({ kind }) => kind)).toEqual(['other', 'other', 'other', 'other'])
  })
})
