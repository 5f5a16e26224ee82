import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { defaultPolicy } from './engine/policy.ts'

const root = join(import.meta.dirname, '../../..')
const table = readFileSync(join(root, 'docs/simulator.md'), 'utf8')
const decisions = ['simulator-matching', 'simulator-orders', 'simulator-accounts', 'simulator-surface']
  .map((name) => readFileSync(join(root, `docs/decisions/${name}.md`), 'utf8'))
  .join('\n')

describe('the table of rules', () => {
  it('names tests that exist, one in every row', () => {
    // the other tables, of speeds, have no rules in them
    const tables = table.split('\n\n').filter((block) => block.startsWith('| rule'))
    const rows = tables.flatMap((block) => block.split('\n').slice(2)).filter((line) => line.startsWith('| '))
    expect(rows.length).toBeGreaterThan(60)
    expect(rows.filter((row) => !/`[^`]*\.test\.ts`|`pnpm proof [^`]*`|`testing\/[^`]*`/.test(row))).toEqual([])
    const named = [...table.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path)
    const isThere = (path: string) =>
      ['packages/simulator/src', 'packages', '.'].some((folder) => existsSync(join(root, folder, path)))
    expect(named.filter((path) => !isThere(path))).toEqual([])
  })

  it('goes with the decisions: each switch of the engine stands there', () => {
    const missing = Object.keys(defaultPolicy).filter((name) => !decisions.includes(`\`${name}\``))
    expect(missing).toEqual([])
  })
})
