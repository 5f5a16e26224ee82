import { createSeededRandom } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { boundSlope, computeSlope } from './compute-slope.ts'

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

describe('boundSlope', () => {
  /** Two minutes of a heap that wanders, as caches make it, and grows by so much. */
  const wander = (seed: number, mbPerHour: number) => {
    const random = createSeededRandom(seed)
    let offset = 0
    return Array.from({ length: 60 }, (_, index) => {
      offset = 0.9 * offset + random.nextNormal() * 30_000
      const atMs = index * 2_000
      return { atMs, bytes: 84e6 + offset + (mbPerHour * 1e6 * atMs) / 3_600_000 }
    })
  }
  const seeds = Array.from({ length: 200 }, (_, index) => index + 1)
  const isGrowing = (seed: number, leak: number) => {
    const { mbPerHour, marginMbPerHour } = boundSlope(wander(seed, leak))
    return mbPerHour - marginMbPerHour > 1
  }

  it('takes no wandering heap for a growing one, where single samples would', () => {
    expect(seeds.filter((seed) => isGrowing(seed, 0)).length).toBeLessThan(20)
    const single = seeds.filter((seed) => {
      const { mbPerHour, errorMbPerHour } = computeSlope(wander(seed, 0))
      return mbPerHour - 2 * errorMbPerHour > 1
    })
    expect(single.length).toBeGreaterThan(40)
  })

  it('finds a leak', () => {
    expect(seeds.filter((seed) => isGrowing(seed, 60)).length).toBeGreaterThan(190)
  })
})
