import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const bench = (...argv: string[]) => spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8' })

describe('the bench command', () => {
  it('prints one JSON line per row and says which engine signed', () => {
    const { status, stdout } = bench('auth.sign-v3.vs-ethers', '--engine', 'js', '--json')
    const row: unknown = JSON.parse(stdout)
    expect(row).toMatchObject({ name: 'auth.sign-v3.vs-ethers', unit: 'µs', better: 'lower', target: 8, engine: 'js' })
    expect(Object.keys(row as object)).toEqual([
      'name',
      'ours',
      'peer',
      'peerName',
      'ratio',
      'unit',
      'better',
      'target',
      'ok',
      'engine',
    ])
    expect(status).toBe(0)
  })

  it.each([
    ['quant.sweep', 'quant.sweep is not built yet'],
    ['auth.sign', 'auth.sign is not a benchmark'],
    ['--engine=steam', 'must be one of auto, native, wasm, js'],
  ])('refuses %s in one line with exit code 2', (word, reason) => {
    const { status, stdout, stderr } = bench(word)
    expect(stderr).toContain(reason)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})
