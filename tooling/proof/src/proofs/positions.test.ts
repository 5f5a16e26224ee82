import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runProofWith } from '../testing/run-proof-with.ts'
import { positionsProof } from './positions.ts'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-proof-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function writePositions(content: string): string[] {
  const file = join(directory, 'positions.json')
  writeFileSync(file, content)
  return [file]
}

const own = JSON.parse(
  readFileSync(new URL('../positions/exchange-vectors.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>

describe('proof positions', () => {
  it('holds for our own copy of the references', async () => {
    const { summary, failures } = await runProofWith(positionsProof)
    expect(failures).toEqual([])
    expect(summary).toEqual({ positions: 66, failed: 0 })
  })

  it.each(positionsProof.plants)('finds $name when it is planted', async ({ name }) => {
    const { summary, failures } = await runProofWith(positionsProof, { plant: name })
    expect(failures.length).toBeGreaterThan(0)
    expect(summary['failed']).toBeGreaterThan(0)
  })

  it('counts a reference that nothing agrees with, and names the figure', async () => {
    const row = { name: 'isolated long 20x', W: 500, legs: [[1, 0.2, 50_000]], roots: [47_690.7630522] }
    const flags = writePositions(JSON.stringify({ brackets: own['brackets'], liquidation_exact: [row] }))
    const { summary, failures } = await runProofWith(positionsProof, { flags })
    expect(summary).toEqual({ positions: 1, failed: 1 })
    expect(failures[0]).toBe(
      'liquidation_exact "isolated long 20x": liquidation price is 47690.76305221, the reference says 47690.7630522',
    )
  })

  it('counts a position that cannot be brought about', async () => {
    const row = { name: 'far too fine', W: 500, legs: [[1, 0.00000012, 50_000.123]], roots: [] }
    const flags = writePositions(JSON.stringify({ brackets: own['brackets'], liquidation_exact: [row] }))
    const { summary, failures } = await runProofWith(positionsProof, { flags })
    expect(summary).toEqual({ positions: 1, failed: 1 })
    expect(failures[0]).toContain('far too fine')
  })

  it.each([
    ['{}', 'is not a file of reference positions: brackets'],
    [JSON.stringify({ brackets: own['brackets'] }), 'holds no reference positions'],
    ['not JSON', 'is not a file of reference positions'],
    [JSON.stringify({ brackets: own['brackets'], adl: [{}] }), 'adl.0.'],
  ])('refuses a file with %s', async (content, reason) => {
    await expect(runProofWith(positionsProof, { flags: writePositions(content) })).rejects.toThrow(reason)
  })

  it('refuses a file that does not exist', async () => {
    await expect(runProofWith(positionsProof, { flags: [join(directory, 'none.json')] })).rejects.toThrow(
      'does not exist',
    )
  })
})
