import { Decimal } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { OrderState } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import { sampleOrder } from '../testing/sample-order.ts'
import { planTakeProfitOrders, type TakeProfitOrder } from './plan-take-profit-orders.ts'

const takeProfit = (
  id: string,
  level: number,
  quantity: string,
  state: OrderState,
  changes: { filled?: string; price?: string; timeInForce?: 'GTX' | 'GTC' } = {},
): TakeProfitOrder => ({
  level,
  view: sampleOrder(
    id,
    { side: 'SELL', quantity, price: changes.price ?? '101', timeInForce: changes.timeInForce ?? 'GTX' },
    { state, timeMs: 1, filledQuantity: changes.filled ?? '0', averagePrice: '101' },
  ),
})

const target = { level: 0, price: '101', quantity: '1' }

describe('planTakeProfitOrders', () => {
  it('places a level that is missing', () => {
    const plan = planTakeProfitOrders([target], [], '1', true)
    expect(plan).toEqual({ cancel: [], place: [{ ...target, refusedToRest: false }] })
  })

  it('leaves a level that rests as wanted', () => {
    expect(planTakeProfitOrders([target], [takeProfit('a', 0, '1', 'open')], '1', true)).toEqual({
      cancel: [],
      place: [],
    })
  })

  it('waits for an order in doubt instead of placing another', () => {
    expect(planTakeProfitOrders([target], [takeProfit('a', 0, '1', 'sent')], '1', true).place).toEqual([])
  })

  it('adds what further fills ask for', () => {
    const plan = planTakeProfitOrders([target], [takeProfit('a', 0, '0.4', 'open')], '1', false)
    expect(plan.place.map((order) => order.quantity)).toEqual(['0.6'])
  })

  it('moves a level whose price changed once the entry is over, cancelling first', () => {
    const resting = takeProfit('a', 0, '1', 'open', { price: '100.9' })
    expect(planTakeProfitOrders([target], [resting], '1', true)).toEqual({ cancel: ['a'], place: [] })
    expect(planTakeProfitOrders([target], [resting], '1', false)).toEqual({ cancel: [], place: [] })
  })

  it('says when a post-only order could not rest, so that the fallback applies', () => {
    const plan = planTakeProfitOrders([target], [takeProfit('a', 0, '1', 'expired')], '1', true)
    expect(plan.place).toEqual([{ ...target, refusedToRest: true }])
  })

  it('counts what a level has filled already', () => {
    const before = takeProfit('a', 0, '1', 'canceled', { filled: '0.3' })
    expect(planTakeProfitOrders([target], [before], '0.7', true).place.map((order) => order.quantity)).toEqual(['0.7'])
  })

  it('never asks for more than is open, together with everything that may still execute', () => {
    const states: OrderState[] = ['sent', 'open', 'partlyFilled', 'canceled', 'expired', 'rejected', 'presumedAbsent']
    const arbitraryOrder = fc.record({
      level: fc.integer({ min: 0, max: 2 }),
      lots: fc.integer({ min: 1, max: 10 }),
      filled: fc.integer({ min: 0, max: 10 }),
      state: fc.constantFrom(...states),
    })
    fc.assert(
      fc.property(
        fc.array(arbitraryOrder, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 30 }),
        fc.boolean(),
        (orders, wanted, open, final) => {
          const views = orders.map(({ level, lots, filled, state }, index) =>
            takeProfit(`o${index}`, level, String(lots), state, { filled: String(Math.min(filled, lots)) }),
          )
          const targets = wanted.map((lots, level) => ({ level, price: '101', quantity: String(lots) }))
          const plan = planTakeProfitOrders(targets, views, String(open), final)
          const placed = plan.place.reduce((sum, order) => sum.plus(order.quantity), new Decimal(0))
          const resting = views.reduce((sum, { view }) => sum.plus(remainingOf(view)), new Decimal(0))
          expect(placed.plus(resting).lte(Decimal.max(open, resting))).toBe(true)
        },
      ),
    )
  })
})

const remainingOf = (view: OrderView): Decimal =>
  ['sent', 'open', 'partlyFilled'].includes(view.state)
    ? new Decimal(view.terms?.quantity ?? '0').minus(view.filledQuantity)
    : new Decimal(0)
