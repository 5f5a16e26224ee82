import { describe, expect, it } from 'vitest'

import { computeAdlQuantile, computeAdlScore } from './compute-adl.ts'
import {
  computeFundingPayment,
  computeFundingRate,
  computeImpactPrice,
  computeMarkPrice,
  computePremium,
} from './compute-funding.ts'

describe('computeFundingRate', () => {
  it.each([
    ['0.0002', 8, undefined, '0.0001'],
    ['0.0009', 8, undefined, '0.0004'],
    ['-0.0007', 8, undefined, '-0.0002'],
    ['0.0009', 4, undefined, '0.0002'],
    ['0.05', 8, '0.03', '0.03'],
    ['-0.05', 8, '0.03', '-0.03'],
  ])('turns a premium of %s over %i hours, capped at %s, into %s', (averagePremium, intervalHours, cap, rate) => {
    expect(computeFundingRate({ averagePremium, intervalHours, cap }).toString()).toBe(rate)
  })

  it('knows symbols without interest', () => {
    const rate = computeFundingRate({ averagePremium: '-0.002', intervalHours: 8, interestRate: 0 })
    expect(rate.toString()).toBe('-0.0015')
  })
})

describe('computeFundingPayment', () => {
  it('takes from longs and gives to shorts at a positive rate', () => {
    expect(computeFundingPayment('1.5', '49500', '0.0001').toString()).toBe('-7.425')
    expect(computeFundingPayment('-0.5', '50300', '-0.0003').toString()).toBe('-7.545')
    expect(Object.is(computeFundingPayment(0, 1, 1).toNumber(), 0)).toBe(true)
  })
})

describe('computeImpactPrice', () => {
  it('averages over the levels that a notional takes', () => {
    const price = computeImpactPrice(
      [
        ['99.9', 4],
        ['99.8', 10],
        ['99.5', 50],
      ],
      2000,
    )
    expect(price?.toFixed(10)).toBe('99.7293775684')
  })

  it('is not known when the book is too thin', () => {
    expect(computeImpactPrice([['100', 1]], 101)).toBeUndefined()
    expect(computeImpactPrice([], 1)).toBeUndefined()
  })
})

describe('computePremium', () => {
  it('is positive above the index, negative below it, 0 around it', () => {
    expect(computePremium(101, 102, 100).toString()).toBe('0.01')
    expect(computePremium(97, 99, 100).toString()).toBe('-0.01')
    expect(computePremium(99, 101, 100).toString()).toBe('0')
  })
})

describe('computeMarkPrice', () => {
  it('takes the median of the three prices', () => {
    const state = {
      indexPrice: 50_000,
      lastFundingRate: '0.0001',
      hoursToFunding: 4,
      basis: [5, 8, 2, -1, 6],
      lastPrice: 50_030,
    }
    const { fundingPrice, basisPrice, markPrice } = computeMarkPrice(state)
    expect([fundingPrice, basisPrice, markPrice].map(String)).toEqual(['50002.5', '50004', '50004'])
    expect(computeMarkPrice({ ...state, lastPrice: 1 }).markPrice.toString()).toBe('50002.5')
  })

  it('does without samples of the basis', () => {
    const state = { indexPrice: 100, lastFundingRate: 0, hoursToFunding: 8, basis: [], lastPrice: 90 }
    expect(computeMarkPrice(state).markPrice.toString()).toBe('100')
  })
})

describe('computeAdlScore', () => {
  it('multiplies profit and leverage', () => {
    const { profitRatio, marginRatio, score } = computeAdlScore({
      walletBalance: 1000,
      unrealizedPnl: 500,
      maintenanceMargin: 60,
    })
    expect([profitRatio, marginRatio, score].map(Number)).toEqual([0.5, 0.04, 0.02])
  })

  it('is 0 for a loss and for an account with nothing left', () => {
    expect(Number(computeAdlScore({ walletBalance: 1000, unrealizedPnl: -200, maintenanceMargin: 60 }).score)).toBe(0)
    expect(Number(computeAdlScore({ walletBalance: -50, unrealizedPnl: 20, maintenanceMargin: 5 }).score)).toBe(0)
  })
})

describe('computeAdlQuantile', () => {
  it('spreads the ranks over 0 to 4', () => {
    expect([1, 2, 3, 4, 5].map((rank) => computeAdlQuantile(rank, 5))).toEqual([0, 1, 2, 3, 4])
    expect(computeAdlQuantile(1, 1)).toBe(0)
    expect([1, 5, 10].map((rank) => computeAdlQuantile(rank, 10))).toEqual([0, 2, 4])
  })
})
