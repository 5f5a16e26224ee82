import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sampleRules } from '../testing/sample-rules.ts'
import { priceStop, priceTakeProfit } from './price-exits.ts'

describe('pricing of exits', () => {
  const cents = sampleRules({ tickSize: '0.01' })

  it('stands below a long by the stop percent and above it by the target percent', () => {
    expect(priceTakeProfit(cents, 'BUY', '3500', { percent: '1' })).toBe('3535')
    expect(priceStop(cents, 'BUY', '3500', { percent: '0.5' })).toBe('3482.5')
  })

  it('is mirrored for a short', () => {
    expect(priceTakeProfit(cents, 'SELL', '3500', { percent: '1' })).toBe('3465')
    expect(priceStop(cents, 'SELL', '3500', { percent: '0.5' })).toBe('3517.5')
  })

  it.each(['0.01', '0.05', '0.25', '5'])('never brings an exit closer to the entry than asked, tick %s', (tickSize) => {
    const rules = sampleRules({ tickSize })
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 9_999_999 }).map((n) => n / 100),
        fc.integer({ min: 1, max: 2_000 }).map((n) => n / 100),
        fc.constantFrom('BUY' as const, 'SELL' as const),
        (entry, percent, side) => {
          const stop = Number(priceStop(rules, side, String(entry), { percent: String(percent) }))
          const target = Number(priceTakeProfit(rules, side, String(entry), { percent: String(percent) }))
          const distance = (entry * percent) / 100 - 1e-6
          expect(Math.abs(entry - stop)).toBeGreaterThanOrEqual(distance)
          expect(Math.abs(target - entry)).toBeGreaterThanOrEqual(distance)
          expect(Math.sign(stop - entry)).toBe(side === 'BUY' ? -1 : 1)
          expect(Math.sign(target - entry)).toBe(side === 'BUY' ? 1 : -1)
        },
      ),
    )
  })

  it('takes an absolute price and puts it on the grid, away from the entry', () => {
    const quarters = sampleRules({ tickSize: '0.25' })
    expect(priceStop(quarters, 'BUY', '100', { price: '99.1' })).toBe('99')
    expect(priceTakeProfit(quarters, 'BUY', '100', { price: '101.1' })).toBe('101.25')
  })
})
