import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createSeededRandom } from './seeded-random.ts'
import { createSystemRandom } from './system-random.ts'

const draw = (random: { next(): number }, count: number) => Array.from({ length: count }, () => random.next())

describe('createSeededRandom', () => {
  it('gives the same sequence for the same seed, number or text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.string()), (seed) => {
        expect(draw(createSeededRandom(seed), 20)).toEqual(draw(createSeededRandom(String(seed)), 20))
      }),
    )
  })

  it('keeps its sequence from release to release', () => {
    const random = createSeededRandom('aster')
    expect([random.nextInt(1000), random.nextInt(1000), random.nextInt(1000)]).toEqual([507, 649, 41])
    expect(Buffer.from(createSeededRandom(1).nextBytes(8)).toString('hex')).toBe('546ba8aae84b132e')
  })

  it('gives different sequences for different seeds', () => {
    const first = new Set(Array.from({ length: 2000 }, (_, seed) => createSeededRandom(seed).next()))
    expect(first.size).toBe(2000)
  })

  it('forks by name: the same stream at any time, none like another or like its parent', () => {
    const random = createSeededRandom(7)
    const early = draw(random.fork('market'), 10)
    draw(random, 100)
    expect(draw(random.fork('market'), 10)).toEqual(early)
    const others = [
      random.fork('flow'),
      random.fork('market').fork('flow'),
      createSeededRandom(7),
      createSeededRandom('7market'),
    ]
    for (const other of others) expect(draw(other, 10)).not.toEqual(early)
  })
})

describe.each([
  ['seeded', () => createSeededRandom(42)],
  ['system', createSystemRandom],
])('a source of chance: %s', (_name, create) => {
  it('is uniform from 0 up to, but not including, 1', () => {
    const values = draw(create(), 20_000)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
  })

  it('gives whole numbers below a bound, each about as often', () => {
    const random = create()
    const counts = Array.from({ length: 6 }, () => 0)
    for (let throwing = 0; throwing < 12_000; throwing++) {
      const face = random.nextInt(6)
      counts[face] = (counts[face] ?? 0) + 1
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12_000)
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(300)
    expect(random.nextInt(1)).toBe(0)
    for (let round = 0; round < 100; round++) {
      const large = random.nextInt(Number.MAX_SAFE_INTEGER)
      expect(Number.isSafeInteger(large) && large >= 0).toBe(true)
    }
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses the bound %s', (bound) => {
    expect(() => create().nextInt(bound)).toThrow(RangeError)
  })

  it('is normal with mean 0 and deviation 1', () => {
    const random = create()
    const values = Array.from({ length: 20_000 }, () => random.nextNormal())
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.05)
    expect(Math.abs(variance - 1)).toBeLessThan(0.06)
  })

  it('gives as many bytes as asked for', () => {
    const random = create()
    for (const length of [0, 1, 4, 7, 33]) expect(random.nextBytes(length)).toHaveLength(length)
    expect(new Set(random.nextBytes(4096)).size).toBeGreaterThan(240)
  })

  it('forks', () => {
    const random = create()
    expect(draw(random.fork('a'), 5)).not.toEqual(draw(random.fork('b'), 5))
  })
})
