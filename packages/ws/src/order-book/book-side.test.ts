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

describe('BookSide', () => {
  it('equals a sorted map after any changes, for bids and for asks', () => {
    const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 3 })), { maxLength: 300 })
    fc.assert(
      fc.property(changes, fc.constantFrom(1 as const, -1 as const), (levels, sign) => {
        const side = fill(sign, levels)
        const map = new Map<number, number>()
        for (const [ticks, lots] of levels) {
          if (lots === 0) map.delete(ticks)
          else map.set(ticks, lots)
        }
        const sorted = [...map].toSorted((a, b) => (b[0] - a[0]) * sign)
        expect(Array.from({ length: side.size }, (_, rank) => [side.ticksAt(rank), side.lotsAt(rank)])).toEqual(sorted)
        expect(side.bestTicks).toBe(sorted[0]?.[0] ?? Number.NaN)
        expect(side.bestLots).toBe(sorted[0]?.[1] ?? 0)
        for (const ticks of [0, 30, 30.5, 61]) {
          expect(side.countFrom(ticks)).toBe(sorted.filter(([other]) => (other - ticks) * sign >= 0).length)
          expect(side.lotsOf(ticks)).toBe(map.get(ticks) ?? 0)
        }
      }),
    )
  })

  it('grows beyond its first room', () => {
    const side = fill(
      1,
      Array.from({ length: 5_000 }, (_, index) => [(index * 7919) % 5_003, 1] as const),
    )
    expect(side.size).toBe(5_000)
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
