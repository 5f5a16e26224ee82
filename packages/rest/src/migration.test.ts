import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { createTestClient } from './testing/create-test-client.ts'

describe('the migration tables of the README', () => {
  it('name only methods that exist', () => {
    const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const [, tables = ''] = text.split('## Coming from another client')
    const { client } = createTestClient(() => ({}))
    const named = [...tables.matchAll(/`(market|trading|account|position|stream)\.(\w+)/g)]
    expect(named.length).toBeGreaterThan(50)
    const missing = named.filter(([, group = '', method = '']) => {
      const methods = client[group as 'market'] as Readonly<Record<string, unknown>>
      return typeof methods[method] !== 'function'
    })
    expect(missing.map(([name]) => name)).toEqual([])
  })
})
