import { describe, expect, it } from 'vitest'

import { originalNames } from './original-names.ts'

describe('originalNames', () => {
  it('gives each variable one meaning', () => {
    const names: readonly string[] = Object.values(originalNames).flat()
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/)
  })

  it('leaves names with our prefix to the settings themselves', () => {
    const names: readonly string[] = Object.values(originalNames).flat()
    expect(names.filter((name) => name.startsWith('ASTER_'))).toEqual([])
  })
})
