import { describe, expect, it } from 'vitest'

import { sampleEntry, sampleFacts, sampleStop, sampleTakeProfit, sampleTradeOrder } from '../testing/sample-facts.ts'
import { planTradeActions, type TradeProgress } from './plan-trade-actions.ts'
import { readTrade } from './read-trade.ts'
import type { TradeFacts } from './trade-facts.ts'
import type { TradeState } from './trade-state.ts'

const nothingConfirmed: TradeProgress = { flatConfirmed: false, bookConfirmed: false }
const plan = (state: TradeState, facts: TradeFacts, progress: Partial<TradeProgress> = {}) =>
  planTradeActions(state, readTrade(facts), facts, { ...nothingConfirmed, ...progress })

describe('planTradeActions', () => {
  it('places the stop as soon as anything has filled', () => {
    expect(plan('protecting', sampleFacts([sampleEntry('0.3', 'partlyFilled')]))).toEqual([
      { type: 'placeStop', stopPrice: '99' },
    ])
  })

  it('does not place a second stop while one is in doubt', () => {
    expect(plan('protecting', sampleFacts([sampleEntry('1'), sampleStop('sent')]))).toEqual([])
  })

  it('places another stop when the first certainly never left', () => {
    const refusal = { code: undefined, reason: 'never left', retryAfterMs: undefined }
    const facts = sampleFacts([sampleEntry('1'), sampleStop('rejected', { refusal })])
    expect(plan('protecting', facts)).toEqual([{ type: 'placeStop', stopPrice: '99' }])
  })

  it('places take-profits only once the stop works', () => {
    const facts = sampleFacts([sampleEntry('1'), sampleStop('open')])
    expect(plan('protected', facts)).toEqual([
      { type: 'placeTakeProfit', level: 0, price: '102', quantity: '1', how: 'rest' },
    ])
    expect(plan('protecting', sampleFacts([sampleEntry('1')]))).not.toContainEqual(
      expect.objectContaining({ type: 'placeTakeProfit' }),
    )
  })

  it('moves the stop after a better entry by placing the new one first', () => {
    const moved = sampleFacts([sampleEntry('1'), sampleStop('open', {}, '98.5')], {}, { takeProfits: [] })
    expect(plan('protected', moved)).toEqual([{ type: 'placeStop', stopPrice: '99' }])
    const both = sampleFacts(
      [sampleEntry('1'), sampleStop('open', {}, '98.5'), sampleStop('open')],
      {},
      { takeProfits: [] },
    )
    expect(plan('protected', both)).toEqual([{ type: 'cancel', clientOrderId: 'sl98.5' }])
  })

  it('ends the entry once anything has been closed', () => {
    const facts = sampleFacts([
      sampleEntry('0.5', 'partlyFilled'),
      sampleStop('open'),
      sampleTakeProfit('filled', '0.5', '0.5'),
    ])
    expect(plan('protected', facts)).toContainEqual({ type: 'endEntry' })
  })

  it('clears the take-profits before an exit, and leaves the stop', () => {
    const facts = sampleFacts([sampleEntry('1'), sampleStop('open'), sampleTakeProfit('open')])
    expect(plan('exiting', facts)).toEqual([{ type: 'cancel', clientOrderId: 'tp' }])
    const cleared = sampleFacts([sampleEntry('1'), sampleStop('open'), sampleTakeProfit('canceled', '1', '0.4')])
    expect(plan('exiting', cleared)).toEqual([{ type: 'placeExit', quantity: '0.6' }])
  })

  it('does not wait for ever for an exit that got no answer', () => {
    const exit = sampleTradeOrder('exit', 'ex', { side: 'SELL', type: 'MARKET' }, { state: 'sent' })
    expect(plan('exiting', sampleFacts([sampleEntry('1'), exit]))).toEqual([])
    const old = { ...exit, ageMs: 4_000 }
    expect(plan('exiting', sampleFacts([sampleEntry('1'), old]))).toEqual([{ type: 'placeExit', quantity: '1' }])
  })

  it('sends an exit in slices of what MARKET_LOT_SIZE allows', () => {
    const facts = sampleFacts([], {}, { quantity: '2500' })
    const big = { ...facts, orders: [{ ...sampleEntry('2500'), level: undefined }] }
    expect(plan('exiting', big)).toEqual([{ type: 'placeExit', quantity: '1000' }])
  })

  it('cancels the stop only after the exchange has said flat, and is done only after it has listed the book', () => {
    const facts = sampleFacts([sampleEntry('1'), sampleStop('open'), sampleTakeProfit('filled', '1', '1')])
    expect(plan('clearing', facts)).toEqual([{ type: 'confirmFlat' }])
    expect(plan('clearing', facts, { flatConfirmed: true })).toEqual([{ type: 'cancel', clientOrderId: 'sl99' }])
    const cleared = sampleFacts([sampleEntry('1'), sampleStop('canceled'), sampleTakeProfit('filled', '1', '1')])
    expect(plan('clearing', cleared, { flatConfirmed: true })).toEqual([{ type: 'confirmBook' }])
    expect(plan('clearing', cleared, { flatConfirmed: true, bookConfirmed: true })).toEqual([])
  })

  it('takes the better price, or rests beyond, when a take-profit could not rest', () => {
    const orders = [sampleEntry('1'), sampleStop('open'), sampleTakeProfit('expired')]
    const wanted = { type: 'placeTakeProfit', level: 0, price: '102', quantity: '1' }
    expect(plan('protected', sampleFacts(orders))).toEqual([{ ...wanted, how: 'take' }])
    const waiting = sampleFacts(orders, {}, { takeProfitFallback: 'rest' })
    expect(plan('protected', waiting)).toEqual([{ ...wanted, how: 'restBeyond' }])
  })

  it('does nothing once it is over', () => {
    expect(plan('completed', sampleFacts([sampleEntry('1'), sampleStop('open')]))).toEqual([])
  })
})
