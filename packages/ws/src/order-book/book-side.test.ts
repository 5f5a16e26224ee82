import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createBookScale } from './book-scale.ts'
import { BookSide } from './book-side.ts'
import { computeAveragePrice, computeImbalance, computeMicroPrice, listLevels, sumLots } from './read-book.ts'

const fill = (sign: 1 | -1, levels: readonly (readonly [number, number])[]) => {
  const side = new BookSide(sign)
  for (const [ticks, lots] of levels) side.set(ticks, lots)
  return side
}

const levelsOf = (side: BookSide): [number, number][] => {
  const levels: [number, number][] = []
  for (let ticks = side.bestTicks; !Number.isNaN(ticks); ticks = side.ticksBehind(ticks)) {
    levels.push([ticks, side.lotsOf(ticks)])
  }
  return levels
}

/** Ticks of a calm market, of one that runs away, and of orders far off. */
const ticksNear = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 10_000, max: 10_060 }) },
  { weight: 2, arbitrary: fc.integer({ min: 8_000, max: 15_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_000_000 }) },
)

describe('BookSide', () => {
  it('equals a sorted map after any changes, for bids and for asks', () => {
    const changes = fc.array(fc.tuple(ticksNear, fc.nat({ max: 2 })), { maxLength: 300 })
    fc.assert(
      fc.property(changes, fc.constantFrom(1 as const, -1 as const), (levels, sign) => {
        const side = new BookSide(sign)
        const map = new Map<number, number>()
        for (const [ticks, lots] of levels) {
          side.set(ticks, lots)
          if (lots === 0) map.delete(ticks)
          else map.set(ticks, lots)
          expect(side.size).toBe(map.size)
        }
        const sorted = [...map].toSorted((a, b) => (b[0] - a[0]) * sign)
        expect(levelsOf(side)).toEqual(sorted)
        expect(side.bestTicks).toBe(sorted[0]?.[0] ?? Number.NaN)
        expect(side.bestLots).toBe(sorted[0]?.[1] ?? 0)
        for (const ticks of [0, 10_030, 10_030.5, 12_000, 2_000_000, Infinity, -Infinity]) {
          expect(side.countFrom(ticks)).toBe(sorted.filter(([other]) => (other - ticks) * sign >= 0).length)
          expect(side.lotsOf(ticks)).toBe(map.get(ticks) ?? 0)
          expect(side.ticksBehind(ticks)).toBe(sorted.find(([other]) => (other - ticks) * sign < 0)?.[0] ?? Number.NaN)
        }
        side.clear()
        expect(levelsOf(side)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('follows a best price that walks far up, then down by its levels being taken', () => {
    const side = new BookSide(1)
    for (let ticks = 1; ticks <= 30_000; ticks += 3) side.set(ticks, ticks)
    expect(side.size).toBe(10_000)
    for (let ticks = 29_998; ticks > 1; ticks -= 3) {
      expect(side.bestTicks).toBe(ticks)
      side.set(ticks, 0)
    }
    expect(levelsOf(side)).toEqual([[1, 1]])
  })
})

describe('reading a book', () => {
  const scale = createBookScale({ tickSize: '0.5', stepSize: '0.01' })
  const bids = fill(1, [
    [200, 100],
    [199, 300],
  ])
  const asks = fill(-1, [
    [202, 300],
    [203, 100],
  ])

  it('gives levels as text and numbers, best first', () => {
    expect(listLevels(asks, scale, 5)).toEqual([
      { price: '101', quantity: '3', ticks: 202, lots: 300 },
      { price: '101.5', quantity: '1', ticks: 203, lots: 100 },
    ])
  })

  it('weighs prices', () => {
    expect(computeMicroPrice(bids, asks, scale)).toBeCloseTo((100 * 3 + 101 * 1) / 4, 10)
    expect(computeImbalance(bids, asks, 1)).toBeCloseTo(-0.5, 10)
    expect(computeImbalance(bids, asks, 2)).toBe(0)
    expect(computeAveragePrice(asks, scale, 400, 2)).toBeCloseTo((101 * 3 + 101.5) / 4, 10)
    expect(sumLots(bids, 2)).toBe(400)
  })

  it('does not guess beyond what there is', () => {
    expect(computeAveragePrice(asks, scale, 401, 2)).toBeUndefined()
    expect(computeAveragePrice(asks, scale, 301, 1)).toBeUndefined()
    expect(computeMicroPrice(new BookSide(1), asks, scale)).toBeUndefined()
    expect(computeImbalance(new BookSide(1), new BookSide(-1), 3)).toBeUndefined()
  })
})
