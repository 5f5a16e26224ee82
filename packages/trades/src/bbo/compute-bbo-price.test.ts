import { ParameterError } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sampleRules } from '../testing/sample-rules.ts'
import { computeBboPrice } from './compute-bbo-price.ts'

describe('computeBboPrice', () => {
  const cents = sampleRules({ tickSize: '0.01' })
  const touch = { bidPrice: '134.00', askPrice: '134.01' }

  it.each([
    ['BUY', 0, '134'],
    ['BUY', 1, '133.99'],
    ['SELL', 0, '134.01'],
    ['SELL', 1, '134.02'],
  ] as const)('%s at a distance of %i ticks stands at %s', (side, ticks, price) => {
    expect(computeBboPrice(cents, side, touch, ticks)).toBe(price)
  })

  it('stays on the grid of a tick that is no power of ten', () => {
    const quarters = sampleRules({ tickSize: '0.25' })
    expect(computeBboPrice(quarters, 'BUY', { bidPrice: '100.25', askPrice: '100.5' }, 0)).toBe('100.25')
    expect(computeBboPrice(quarters, 'BUY', { bidPrice: '100.25', askPrice: '100.5' }, 1)).toBe('100')
  })

  it.each(['0.05', '0.25', '5', '0.1'])('never crosses the touch, with a tick of %s', (tickSize) => {
    const rules = sampleRules({ tickSize })
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 1e8 }), fc.integer({ min: 0, max: 3 }), (thousandths, ticks) => {
        const price = String(thousandths / 100)
        const buy = Number(computeBboPrice(rules, 'BUY', { bidPrice: price, askPrice: price }, ticks))
        const sell = Number(computeBboPrice(rules, 'SELL', { bidPrice: price, askPrice: price }, ticks))
        expect(buy).toBeLessThanOrEqual(Number(price))
        expect(sell).toBeGreaterThanOrEqual(Number(price))
      }),
    )
  })

  it.each([
    ['a negative distance', touch, -1],
    ['half a tick', touch, 0.5],
    ['an empty book', { bidPrice: '0', askPrice: '0' }, 0],
    ['a result below zero', { bidPrice: '0.02', askPrice: '0.03' }, 3],
  ])('refuses %s', (_name, prices, ticks) => {
    expect(() => computeBboPrice(cents, 'BUY', prices, ticks)).toThrow(ParameterError)
  })
})
