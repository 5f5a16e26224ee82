import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createNonceMemory } from './nonce-memory.ts'

const agent = '0xabc'

describe('createNonceMemory', () => {
  it('takes nonces in any order as long as they are new', () => {
    const memory = createNonceMemory()
    for (const nonce of [5n, 3n, 9n, 4n]) {
      expect(memory.judge(agent, nonce)).toBe('fresh')
      memory.record(agent, nonce)
    }
    expect(memory.judge(agent, 4n)).toBe('duplicate')
  })

  it('lets a nonce expire that a hundred newer ones have overtaken', () => {
    const memory = createNonceMemory()
    for (let nonce = 1000n; nonce < 1100n; nonce++) memory.record(agent, nonce)
    expect(memory.judge(agent, 999n)).toBe('expired')
    memory.record(agent, 1100n)
    expect(memory.judge(agent, 1000n)).toBe('expired')
    expect(memory.judge(agent, 1101n)).toBe('fresh')
  })

  it('counts each agent by itself', () => {
    const memory = createNonceMemory()
    memory.record(agent, 7n)
    expect(memory.judge('0xdef', 7n)).toBe('fresh')
  })

  it('remembers exactly the newest hundred, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 300 }), (numbers) => {
        const memory = createNonceMemory()
        const taken: number[] = []
        for (const number of numbers) {
          if (memory.judge(agent, BigInt(number)) !== 'fresh') continue
          memory.record(agent, BigInt(number))
          taken.push(number)
        }
        const newest = taken.toSorted((a, b) => b - a).slice(0, 100)
        for (const number of newest) expect(memory.judge(agent, BigInt(number))).toBe('duplicate')
        const smallest = newest.at(-1) ?? 0
        expect(memory.judge(agent, BigInt(smallest) - 1n)).toBe(newest.length === 100 ? 'expired' : 'fresh')
      }),
    )
  })
})
