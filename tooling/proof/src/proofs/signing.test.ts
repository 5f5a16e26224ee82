import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { signingProof } from './signing.ts'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-proof-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function writeVectors(content: string): string[] {
  const file = join(directory, 'vectors.json')
  writeFileSync(file, content)
  return [file]
}

describe('proof signing', () => {
  it('holds for our own copy of the published vectors', async () => {
    const { summary, failures } = await runProofWith(signingProof)
    expect(failures).toEqual([])
    expect(summary).toMatchObject({ vectors: 40, failed: 0 })
  })

  it.each(signingProof.plants)('finds $name when it is planted', async ({ name }) => {
    const { summary, failures } = await runProofWith(signingProof, { plant: name })
    expect(failures.length).toBeGreaterThan(0)
    expect(summary['failed']).toBeGreaterThan(0)
  })

  it('counts a vector that cannot be signed as failed', async () => {
    const vector = {
      id: 'unknown-call',
      privateKey: `0x${'11'.repeat(32)}`,
      signingAddress: '0x0',
      chainId: 56,
      primaryType: 'DrainWallet',
      message: {},
      signature: '0x',
      wire: '',
    }
    const flags = writeVectors(JSON.stringify({ eip712Management: [vector] }))
    const { summary, failures } = await runProofWith(signingProof, { flags })
    expect(summary).toMatchObject({ vectors: 1, failed: 1 })
    expect(failures[0]).toContain('DrainWallet is unknown')
  })

  it.each([
    ['{}', 'holds no signing vectors'],
    ['[]', 'is not a file of signing vectors'],
    ['not JSON', 'is not a file of signing vectors'],
    ['{"hmac":[{"id":"x"}]}', 'hmac.0.'],
  ])('refuses a file with %s', async (content, reason) => {
    await expect(runProofWith(signingProof, { flags: writeVectors(content) })).rejects.toThrow(reason)
  })

  it('refuses a file that does not exist', async () => {
    await expect(runProofWith(signingProof, { flags: [join(directory, 'none.json')] })).rejects.toThrow(
      'does not exist',
    )
  })
})
