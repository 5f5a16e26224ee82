import { Decimal } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sampleRules } from '../testing/sample-rules.ts'
import { parseTakeProfits } from './parse-take-profits.ts'
import { planTakeProfits } from './plan-take-profits.ts'

const sum = (targets: readonly { quantity: string }[]) =>
  targets.reduce((total, target) => total.plus(target.quantity), new Decimal(0)).toFixed()

const plan = (takeProfits: Parameters<typeof parseTakeProfits>[0], positionSide: 'BOTH' | 'LONG' = 'BOTH') => ({
  side: 'BUY' as const,
  positionSide,
  takeProfits: parseTakeProfits(takeProfits),
})

describe('planTakeProfits', () => {
  const rules = sampleRules({ stepSize: '0.001', minNotional: '5' })

  it('floors each level to the step and gives the remainder to the last', () => {
    const { targets } = planTakeProfits(rules, plan([1, 2, 3]), { quantity: '1', averagePrice: '100', complete: true })
    expect(targets.map((target) => [target.price, target.quantity])).toEqual([
      ['101', '0.333'],
      ['102', '0.333'],
      ['103', '0.334'],
    ])
  })

  it('shares out exactly what has filled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (lots, weights, price) => {
          const total = weights.reduce((all, weight) => all + weight, 0)
          const levels = weights.map((weight, index) => [index + 1, weight / total] as const)
          const quantity = new Decimal(lots).div(1000).toFixed()
          const { targets, tooSmall } = planTakeProfits(rules, plan(levels), {
            quantity,
            averagePrice: String(price),
            complete: true,
          })
          expect(tooSmall).toBe(false)
          expect(sum(targets)).toBe(quantity)
        },
      ),
    )
  })

  it('never shares out more than has filled while the entry works, and only adds as more fills', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom([1, 2, 3], [0.5, 1]),
        (lots, more, levels) => {
          const at = (n: number) =>
            planTakeProfits(rules, plan(levels), {
              quantity: new Decimal(n).div(1000).toFixed(),
              averagePrice: '100',
              complete: false,
            }).targets
          expect(new Decimal(sum(at(lots))).times(1000).lte(lots)).toBe(true)
          for (const target of at(lots)) {
            const later = at(lots + more).find((other) => other.level === target.level)
            expect(Number(later?.quantity)).toBeGreaterThanOrEqual(Number(target.quantity))
          }
        },
      ),
    )
  })

  it('merges a level below the minimum notional into a neighbour', () => {
    const filled = { quantity: '0.1', averagePrice: '100', complete: true }
    const ladder = planTakeProfits(
      rules,
      plan([
        [1, 0.2],
        [2, 0.4],
        [3, 0.4],
      ]),
      filled,
    )
    expect(ladder.merged).toEqual([0, 2])
    expect(ladder.targets).toEqual([{ level: 1, price: '102', quantity: '0.1' }])
  })

  it('merges the last level into the one before', () => {
    const filled = { quantity: '0.1', averagePrice: '100', complete: true }
    const ladder = planTakeProfits(
      rules,
      plan([
        [1, 0.6],
        [2, 0.4],
      ]),
      filled,
    )
    expect(ladder).toMatchObject({ merged: [1], targets: [{ level: 0, price: '101', quantity: '0.1' }] })
  })

  it('closes dust at the nearest level where reduce-only exempts it, and leaves it to the stop in hedge mode', () => {
    const filled = { quantity: '0.01', averagePrice: '100', complete: true }
    expect(planTakeProfits(rules, plan([1, 2]), filled).targets).toEqual([{ level: 0, price: '101', quantity: '0.01' }])
    expect(planTakeProfits(rules, plan([1, 2], 'LONG'), filled)).toMatchObject({ targets: [], tooSmall: true })
  })

  it('plans nothing before the first fill', () => {
    expect(planTakeProfits(rules, plan(1), { quantity: '0', averagePrice: '0', complete: false }).targets).toEqual([])
  })
})
