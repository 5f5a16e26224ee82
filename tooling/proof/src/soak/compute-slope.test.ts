import { createSeededRandom } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { computeSlope } from './compute-slope.ts'

describe('computeSlope', () => {
  it('finds the slope of a line, and no error', () => {
    const samples = Array.from({ length: 10 }, (_, index) => ({ atMs: index * 1_000, bytes: 5e6 + index * 1_000 }))
    const { mbPerHour, errorMbPerHour } = computeSlope(samples)
    expect(mbPerHour).toBeCloseTo(3.6)
    expect(errorMbPerHour).toBeCloseTo(0)
  })

  it('says how far noise may have moved it', () => {
    const random = createSeededRandom(1)
    const inside = Array.from({ length: 200 }, () => {
      const samples = Array.from({ length: 60 }, (_, index) => ({
        atMs: index * 2_000,
        bytes: 5e6 + index * 500 + random.nextNormal() * 20_000,
      }))
      const { mbPerHour, errorMbPerHour } = computeSlope(samples)
      return Math.abs(mbPerHour - 0.9) < 2 * errorMbPerHour
    })
    expect(inside.filter(Boolean).length).toBeGreaterThan(180)
  })
})
