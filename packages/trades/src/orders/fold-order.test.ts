import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Fill } from '../fills/fill.ts'
import { sampleFill, sampleOrder, sampleTerms } from '../testing/sample-order.ts'
import { stateRank, type Evidence, type OrderState } from './evidence.ts'
import { foldOrder } from './fold-order.ts'
import { createOrderView, type OrderView } from './order-view.ts'

const foldAll = (evidence: readonly Evidence[]): OrderView =>
  evidence.reduce(foldOrder, createOrderView('a-1-1', sampleTerms()))

const states = Object.keys(stateRank) as OrderState[]
const quantityText = fc.integer({ min: 0, max: 10 }).map((tenths) => String(tenths / 10))
/** Reports of one execution agree on its quantity, not on all else. */
const withQuantity = (fill: Fill): Fill => ({ ...fill, quantity: Number(fill.tradeId) % 2 === 0 ? '0.1' : '0.2' })
const arbitraryFill: fc.Arbitrary<Fill> = fc
  .record({
    symbol: fc.constant('BTCUSDT'),
    orderId: fc.constant('7'),
    tradeId: fc.integer({ min: 1, max: 12 }).map(String),
    side: fc.constant('BUY' as const),
    positionSide: fc.constant('BOTH' as const),
    price: fc.constantFrom('99', '100', '101.5'),
    quantity: fc.constant('0'),
    liquidity: fc.constantFrom('maker' as const, 'taker' as const),
    fee: fc.constantFrom('0', '0.01'),
    feeAsset: fc.constantFrom(undefined, 'USDT'),
    realizedPnl: fc.constant('0'),
    timeMs: fc.integer({ min: 1, max: 5 }),
  })
  .map(withQuantity)
const arbitraryEvidence: fc.Arbitrary<Evidence> = fc.record(
  {
    clientOrderId: fc.constant('a-1-1'),
    state: fc.constantFrom(...states),
    timeMs: fc.integer({ min: 0, max: 6 }),
    orderId: fc.constant('7'),
    filledQuantity: quantityText,
    averagePrice: fc.constantFrom('0', '99.5', '100'),
    terms: fc.record({ quantity: fc.constantFrom('0.5', '1'), price: fc.constantFrom('100', '101') }).map(sampleTerms),
    triggered: fc.boolean(),
    fill: arbitraryFill,
    refusal: fc.constantFrom({ code: -5022, reason: 'x', retryAfterMs: undefined }, undefined),
  },
  { requiredKeys: ['clientOrderId', 'state', 'timeMs'] },
)

describe('foldOrder', () => {
  it('gives one view whatever order the evidence comes in and however often', () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryEvidence, { maxLength: 8 })
          .chain((evidence) =>
            fc.tuple(
              fc.constant(evidence),
              fc.shuffledSubarray([...evidence, ...evidence], { minLength: evidence.length * 2 }),
            ),
          ),
        ([evidence, shuffled]) => {
          expect(foldAll(shuffled)).toEqual(foldAll(evidence))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never goes back in state or in filled quantity', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvidence, { maxLength: 12 }), (evidence) => {
        let view = createOrderView('a-1-1', sampleTerms())
        for (const piece of evidence) {
          const next = foldOrder(view, piece)
          expect(stateRank[next.reportedState]).toBeGreaterThanOrEqual(stateRank[view.reportedState])
          expect(Number(next.filledQuantity)).toBeGreaterThanOrEqual(Number(view.filledQuantity))
          view = next
        }
      }),
    )
  })

  it('reopens an order that was presumed absent', () => {
    const view = sampleOrder('a', {}, { state: 'presumedAbsent' }, { state: 'open', timeMs: 5 })
    expect(view.state).toBe('open')
  })

  it('keeps a terminal state when an older report arrives late', () => {
    expect(sampleOrder('a', {}, { state: 'canceled' }, { state: 'open' }).state).toBe('canceled')
  })

  it('lets a fill that arrives after the cancellation count', () => {
    const view = sampleOrder('a', {}, { state: 'canceled' }, { fill: sampleFill({ quantity: '0.4' }) })
    expect(view).toMatchObject({ state: 'canceled', filledQuantity: '0.4', averagePrice: '100' })
  })

  it('is filled once the fills add up to what was asked, before any report says so', () => {
    const view = sampleOrder(
      'a',
      {},
      { fill: sampleFill({ tradeId: '1', quantity: '0.4', price: '99' }) },
      { fill: sampleFill({ tradeId: '2', quantity: '0.6', price: '101' }) },
    )
    expect(view).toMatchObject({ state: 'filled', filledQuantity: '1', averagePrice: '100.2', fillsComplete: true })
  })

  it('counts one execution once, and keeps the report that names the fee', () => {
    const view = sampleOrder(
      'a',
      {},
      { fill: sampleFill({ quantity: '0.4' }) },
      { fill: sampleFill({ quantity: '0.4', fee: '0.02', feeAsset: 'USDT' }) },
    )
    expect(view.fills).toEqual([sampleFill({ quantity: '0.4', fee: '0.02', feeAsset: 'USDT' })])
    expect(view.filledQuantity).toBe('0.4')
  })

  it('says that fills are missing while a report names more than they add up to', () => {
    const view = sampleOrder('a', {}, { state: 'partlyFilled', filledQuantity: '0.7', averagePrice: '99' })
    expect(view).toMatchObject({ filledQuantity: '0.7', averagePrice: '99', fillsComplete: false })
  })

  it('does not take a closing order without quantity for filled before the exchange says so', () => {
    const terms = { quantity: '0', closePosition: true, type: 'STOP_MARKET' as const }
    const view = sampleOrder('a', terms, { state: 'open' }, { fill: sampleFill({ quantity: '0.4' }) })
    expect(view.state).toBe('partlyFilled')
  })

  it('remembers when the exchange first held the order', () => {
    const view = sampleOrder('a', {}, { state: 'open', timeMs: 20 }, { state: 'open', timeMs: 12 })
    expect(view).toMatchObject({ acknowledgedMs: 12, updatedMs: 20 })
  })
})
