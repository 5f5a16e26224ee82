import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Random } from '@aster/core'
import { describe, expect, it } from 'vitest'

import * as main from './index.ts'
import { computeKeyAddress } from './keys/parse-private-key.ts'
import { deriveAgentKey } from './seeded.ts'
import * as wallet from './wallet.ts'

const source = import.meta.dirname

/** Every file of this package that an entry loads, however far down. */
function listReachable(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  const text = readFileSync(entry, 'utf8')
  for (const [, path = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    listReachable(join(dirname(entry), path), seen)
  }
  return seen
}

function createCountingRandom(first: number): Random {
  const random: Random = {
    next: () => 0,
    nextInt: () => 0,
    nextNormal: () => 0,
    nextBytes: (length) => new Uint8Array(length).fill(first++),
    fork: () => random,
  }
  return random
}

describe('deriveAgentKey', () => {
  it('gives the same key for the same chance, and another for another', () => {
    const key = deriveAgentKey(createCountingRandom(1)).reveal()
    expect(key).toBe(`0x${'01'.repeat(32)}`)
    expect(deriveAgentKey(createCountingRandom(2)).reveal()).toBe(`0x${'02'.repeat(32)}`)
  })

  it('draws again when chance gives no key', () => {
    expect(deriveAgentKey(createCountingRandom(0)).reveal()).toBe(`0x${'01'.repeat(32)}`)
  })
})

describe('the entries that live code uses', () => {
  const seededFile = join(source, 'keys', 'derive-agent-key.ts')

  it('reach the seeded keys from the seeded entry only', () => {
    expect(listReachable(join(source, 'seeded.ts')).has(seededFile)).toBe(true)
    for (const entry of ['index.ts', 'wallet.ts']) {
      const files = listReachable(join(source, entry))
      expect(files.size).toBeGreaterThan(10)
      expect(files.has(seededFile)).toBe(false)
    }
  })

  it('take chance from the system alone: nothing they load asks for a Random', () => {
    for (const file of [...listReachable(join(source, 'index.ts')), ...listReachable(join(source, 'wallet.ts'))]) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/\bRandom\b|Math\.random/)
    }
    expect([...Object.keys(main), ...Object.keys(wallet)].join()).not.toMatch(/derive|seed/i)
  })

  it('generate a different valid key every time', () => {
    const keys = Array.from({ length: 50 }, () => main.generateAgentKey())
    expect(new Set(keys.map((key) => computeKeyAddress(key))).size).toBe(50)
  })
})
