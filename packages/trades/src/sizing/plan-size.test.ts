import { toDecimal } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sampleRules } from '../testing/sample-rules.ts'
import { planSize } from './plan-size.ts'

const rules = sampleRules({ stepSize: '0.01' })

describe('planSize', () => {
  it('takes base, quote, a share of the equity, and a risk to the stop', () => {
    const price = '150'
    expect(planSize(rules, { size: { base: '0.2' }, price }).quantity).toBe('0.2')
    expect(planSize(rules, { size: { quote: 28 }, price }).quantity).toBe('0.18')
    expect(planSize(rules, { size: { equityPercent: 10 }, equity: 1_000, price }).quantity).toBe('0.66')
    expect(planSize(rules, { size: { equityPercent: 10, leverage: 5 }, equity: 1_000, price }).quantity).toBe('3.33')
    expect(planSize(rules, { size: { riskPercent: 1 }, equity: 10_000, price: 100, stopPrice: 98 }).quantity).toBe('50')
    expect(planSize(rules, { size: { risk: 100 }, price: 98, stopPrice: 100 }).quantity).toBe('50')
  })

  it('counts the fees of both ways as part of the risk', () => {
    const plan = planSize(rules, { size: { risk: 100 }, price: 100, stopPrice: 99, feeRate: '0.0005' })
    expect(plan.quantity).toBe('90.95')
    expect(Number(plan.risk)).toBeLessThanOrEqual(100)
  })

  it('reports each rule that changed the size, with its number', () => {
    const plan = planSize(rules, { size: { quote: 10_000 }, price: 30_000, maxNotional: 5_000 })
    expect(plan.quantity).toBe('0.16')
    expect(plan.report.map(({ rule }) => rule)).toEqual(['maxNotional', 'LOT_SIZE.stepSize'])
    expect(Number(plan.leftOutPercent)).toBeCloseTo(52, 0)
    const dust = planSize(rules, { size: { quote: 4 }, price: 100 })
    expect(dust.quantity).toBe('0')
    expect(dust.report.at(-1)).toMatchObject({ rule: 'MIN_NOTIONAL', limit: '5' })
    expect(dust.leftOutPercent).toBe('100')
    expect(planSize(rules, { size: { quote: 1 }, price: 1_000 }).report.at(-1)).toMatchObject({
      rule: 'LOT_SIZE.minQty',
    })
  })

  it('never gives more than was asked, and always a multiple of the step', () => {
    const amounts = fc.double({ min: 0.01, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(amounts, fc.double({ min: 0.5, max: 1e5, noNaN: true }), (quote, price) => {
        const { quantity, notional } = planSize(rules, { size: { quote }, price })
        expect(toDecimal(notional).lte(quote)).toBe(true)
        expect(toDecimal(quantity).modulo('0.01').isZero()).toBe(true)
      }),
    )
  })

  it.each([
    [{ size: { risk: 1 }, price: 100 }, 'stopPrice'],
    [{ size: { riskPercent: 1 }, price: 100, stopPrice: 99 }, 'equity'],
    [{ size: { base: 0 }, price: 100 }, 'size.base'],
    [{ size: { quote: 10 }, price: -1 }, 'price'],
    [{ size: { base: 1 }, price: 1, feeRate: 5 }, 'feeRate'],
  ] as const)('names what is missing or wrong: %j', (request, field) => {
    expect(() => planSize(rules, request)).toThrow(field)
  })
})
