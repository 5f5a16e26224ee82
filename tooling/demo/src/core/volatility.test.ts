import { describe, expect, it } from 'vitest'

import { addPrice, computeDeviation, noVolatility } from './volatility.ts'

const walk = (moves: readonly number[], stepMs: number) => {
  let price = 100
  let volatility = addPrice(noVolatility, price, 0)
  moves.forEach((move, index) => {
    price += move
    volatility = addPrice(volatility, price, (index + 1) * stepMs)
  })
  return volatility
}

describe('volatility', () => {
  it('is zero for a price that stands still', () => {
    expect(computeDeviation(walk([0, 0, 0, 0], 500), 1_000)).toBe(0)
  })

  it('is the size of the step for steps of one second', () => {
    expect(computeDeviation(walk([2, -2, 2, -2, 2, -2], 1_000), 1_000)).toBeCloseTo(2)
  })

  it('grows with the square root of time', () => {
    const volatility = walk([1, -1, 1, -1], 1_000)
    expect(computeDeviation(volatility, 4_000)).toBeCloseTo(2 * computeDeviation(volatility, 1_000))
  })

  it('follows a market that wakes up', () => {
    const quiet = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 0.1 : -0.1))
    const wild = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 3 : -3))
    expect(computeDeviation(walk([...quiet, ...wild], 1_000), 1_000)).toBeGreaterThan(2.5)
  })

  it('passes over prices that follow each other too soon', () => {
    const volatility = walk([5, -5, 5, -5, 5], 10)
    expect(volatility.seenMs).toBe(0)
  })
})
