import { parseMarginBrackets } from '@aster/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { OrderRequest } from '../orders/order-desk.ts'
import { judgeOrder } from './judge-order.ts'
import type { RiskFacts } from './risk-facts.ts'
import { defaultRiskLimits, noRiskLimits, type RiskLimits } from './risk-limits.ts'

const brackets = parseMarginBrackets([
  { bracket: 1, initialLeverage: 50, notionalCap: '50000', notionalFloor: '0', maintMarginRatio: '0.01' },
  { bracket: 2, initialLeverage: 10, notionalCap: '5000000', notionalFloor: '50000', maintMarginRatio: '0.05' },
])

const facts = (changes: Partial<RiskFacts> = {}): RiskFacts => ({
  state: 'active',
  reason: '',
  hedgeMode: false,
  positions: [],
  openOrders: [],
  marks: new Map([['BTCUSDT', { price: 100, ageMs: 0 }]]),
  equity: 10_000,
  ordersLast10Seconds: 0,
  ordersLastMinute: 0,
  brackets: new Map([['BTCUSDT', brackets]]),
  ...changes,
})
const buy = (changes: Partial<OrderRequest> = {}): OrderRequest => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '100',
  ...changes,
})
const long = (quantity: number) => ({ symbol: 'BTCUSDT', positionSide: 'BOTH', quantity, entryPrice: 100 })
const broken = (given: RiskFacts, order: OrderRequest, limits: Partial<RiskLimits> = {}) =>
  judgeOrder(given, order, { ...noRiskLimits, ...limits })
    .filter(({ ok }) => !ok)
    .map(({ rule, value, limit }) => `${rule} ${value} > ${limit}`)

describe('judgeOrder', () => {
  it('lets an order within the default limits through', () => {
    expect(judgeOrder(facts(), buy(), defaultRiskLimits).every(({ ok }) => ok)).toBe(true)
  })

  it.each<[string, RiskFacts, OrderRequest, Partial<RiskLimits>, string]>([
    ['one order', facts(), buy({ quantity: '3' }), { maxOrderNotional: 299 }, 'orderNotional 300 > 299'],
    ['a position', facts({ positions: [long(2)] }), buy(), { maxPositionNotional: 299 }, 'positionNotional 300 > 299'],
    [
      'resting orders, which may fill',
      facts({
        openOrders: [{ symbol: 'BTCUSDT', side: 'BUY', positionSide: 'BOTH', remaining: 2, isReducing: false }],
      }),
      buy(),
      { maxPositionNotional: 299 },
      'positionNotional 300 > 299',
    ],
    [
      'all positions together',
      facts({ positions: [{ ...long(-4), symbol: 'ETHUSDT' }] }),
      buy(),
      { maxAccountNotional: 499 },
      'accountNotional 500 > 499',
    ],
    ['leverage', facts({ equity: 50 }), buy(), { maxLeverage: 1.9 }, 'leverage 2 > 1.9'],
    [
      'orders in ten seconds',
      facts({ ordersLast10Seconds: 5 }),
      buy(),
      { maxOrdersPer10Seconds: 5 },
      'ordersPer10Seconds 6 > 5',
    ],
    ['orders in a minute', facts({ ordersLastMinute: 5 }), buy(), { maxOrdersPerMinute: 5 }, 'ordersPerMinute 6 > 5'],
    [
      'a price above the mark',
      facts(),
      buy({ price: '102' }),
      { maxPriceBeyondMarkPercent: 1 },
      'priceBeyondMark 2.0000000000000018 > 1',
    ],
    [
      'a sell below the mark',
      facts(),
      buy({ side: 'SELL', price: '96' }),
      { maxPriceBeyondMarkPercent: 3 },
      'priceBeyondMark 4.0000000000000036 > 3',
    ],
    ['a price far behind', facts(), buy({ price: '10' }), { maxPriceBehindMarkPercent: 50 }, 'priceBehindMark 90 > 50'],
    [
      'an old mark price',
      facts({ marks: new Map([['BTCUSDT', { price: 100, ageMs: 9_001 }]]) }),
      buy(),
      { maxMarkAgeMs: 9_000 },
      'markAge 9001 > 9000',
    ],
  ])('names rule and number for %s', (_name, given, order, limits, expected) => {
    expect(broken(given, order, limits)).toEqual([expected])
  })

  it('refuses what it cannot know', () => {
    expect(broken(facts({ marks: new Map() }), buy(), { maxMarkAgeMs: 9_000 })).toEqual(['markAge NaN > 9000'])
    expect(broken(facts({ equity: undefined }), buy(), { maxLeverage: 5 })).toEqual(['leverage NaN > 5'])
    const blind = facts({ brackets: new Map() })
    expect(broken(blind, buy(), { minLiquidationDistancePercent: 5 })).toEqual(['liquidationDistance NaN > 5'])
  })

  it('keeps its distance from liquidation', () => {
    // 1,000 of equity under 10,000 of notional: 10 % to the end of the money, less 1 % of maintenance margin
    const tight = facts({ equity: 1_000 })
    expect(broken(tight, buy({ quantity: '100' }), { minLiquidationDistancePercent: 9 })).toEqual([])
    expect(broken(tight, buy({ quantity: '100' }), { minLiquidationDistancePercent: 9.2 })).toHaveLength(1)
    expect(broken(tight, buy({ quantity: '100', side: 'SELL' }), { minLiquidationDistancePercent: 9 })).toHaveLength(1)
  })

  it('has limits of its own for a symbol', () => {
    const limits = { maxOrderNotional: 1_000, symbols: { BTCUSDT: { maxOrderNotional: 50 } } }
    expect(broken(facts(), buy(), limits)).toEqual(['orderNotional 100 > 50'])
  })

  it('lets nothing through that adds risk while reducing, and what only shrinks a position by whatever flag', () => {
    const reducing = facts({ state: 'reducing', reason: 'loss', positions: [long(2)] })
    expect(broken(reducing, buy())).toEqual(['state 1 > 0'])
    expect(broken(reducing, buy({ side: 'SELL', quantity: '2' }))).toEqual([])
    expect(broken(reducing, buy({ side: 'SELL', quantity: '2.1' }))).toEqual(['state 1 > 0'])
    expect(broken({ ...reducing, state: 'halted' }, buy({ side: 'SELL', quantity: '1' }))).toEqual(['state 1 > 0'])
  })

  it('never lets positions beyond their limit, in any order of fills', () => {
    const order = fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots: fc.integer({ min: 1, max: 40 }),
      fills: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(order, { maxLength: 30 }),
        fc.integer({ min: 100, max: 5_000 }),
        (orders, maxPositionNotional) => {
          let quantity = 0
          const resting: RiskFacts['openOrders'][number][] = []
          for (const { side, lots, fills } of orders) {
            const given = facts({ positions: [long(quantity)], openOrders: resting })
            if (broken(given, buy({ side, quantity: String(lots) }), { maxPositionNotional }).length > 0) continue
            if (fills) quantity += side === 'BUY' ? lots : -lots
            else resting.push({ symbol: 'BTCUSDT', side, positionSide: 'BOTH', remaining: lots, isReducing: false })
            const buys = resting.reduce((sum, { side: on, remaining }) => sum + (on === 'BUY' ? remaining : 0), 0)
            const sells = resting.reduce((sum, { side: on, remaining }) => sum + (on === 'SELL' ? remaining : 0), 0)
            expect(Math.max(quantity + buys, sells - quantity, Math.abs(quantity)) * 100).toBeLessThanOrEqual(
              maxPositionNotional,
            )
          }
        },
      ),
    )
  })

  it('is never kinder to a larger order', () => {
    const quantity = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(quantity, quantity, fc.integer({ min: -500, max: 500 }), (a, b, held) => {
        const given = facts({ positions: [long(held)] })
        const count = (lots: number) => broken(given, buy({ quantity: String(lots) }), defaultRiskLimits).length
        expect(count(Math.max(a, b))).toBeGreaterThanOrEqual(count(Math.min(a, b)))
      }),
    )
  })
})
