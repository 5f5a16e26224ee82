import { describe, expect, it } from 'vitest'

import { createEngineFixture, fillBook, limit, market, startMs } from './engine-fixture.ts'
import type { Engine } from './types.ts'

const money = (engine: Engine) => {
  const { wallets, fees, insuranceFund, externalCounterparty, deposits } = engine.getMoney()
  const sum = [wallets, fees, insuranceFund, externalCounterparty].reduce((total, text) => total + Number(text), 0)
  return { sum, deposits: Number(deposits), insuranceFund: Number(insuranceFund) }
}

describe('liquidation', () => {
  it('warns first, then ends all orders and sells the position into the book', () => {
    const { engine, placed, events, view } = createEngineFixture()
    placed(market('BUY', '10'))
    fillBook(engine)
    placed(market('BUY', '5'))
    const rest = placed(limit('BUY', '99000', '0.1'))
    engine.setMark('BTCUSDT', '96800', '96800', startMs)
    expect(events.some((event) => event.kind === 'marginCall')).toBe(false)
    engine.setMark('BTCUSDT', '94900', '94900', startMs)
    expect(events.at(-1)).toMatchObject({ kind: 'marginCall', positions: [{ quantity: '15', marginType: 'CROSSED' }] })
    engine.setMark('BTCUSDT', '94500', '94500', startMs)
    expect(view(rest.orderId).status).toBe('EXPIRED')
    expect(engine.getPositions('a', 'BTCUSDT')[0]).toMatchObject({ quantity: '0' })
    const forced = events.find((event) => event.kind === 'forceOrder')
    expect(forced).toMatchObject({ order: { side: 'SELL', type: 'LIQUIDATION', status: 'FILLED', executedQty: '15' } })
    expect(forced?.kind === 'forceOrder' && forced.order.clientOrderId).toMatch(/^autoclose-\d+$/)
    const calculated = events.filter((event) => event.kind === 'order' && event.executionType === 'CALCULATED')
    expect(calculated.length).toBeGreaterThan(1)
    expect(engine.getIncome('a', { incomeType: 'INSURANCE_CLEAR' })).toHaveLength(1)
    expect(money(engine).sum).toBeCloseTo(money(engine).deposits, 6)
  })

  it('leaves to the insurance fund what the book does not take above bankruptcy', () => {
    const { engine, placed, events } = createEngineFixture({ fees: { maker: '0', taker: '0' } })
    placed(market('BUY', '10'))
    for (let ticks = 999_990; ticks < 1_000_000; ticks++) engine.setLevel('BTCUSDT', 'BUY', ticks, 0, startMs)
    const before = money(engine).insuranceFund
    engine.setMark('BTCUSDT', '89000', '89000', startMs)
    expect(engine.getPositions('a', 'BTCUSDT')[0]?.quantity).toBe('0')
    expect(Number(engine.getBalance('a').walletBalance)).toBeGreaterThanOrEqual(0)
    expect(Number(engine.getBalance('a').walletBalance)).toBeLessThan(2)
    expect(money(engine).insuranceFund).toBeLessThan(before - 9_000)
    expect(money(engine).sum).toBeCloseTo(money(engine).deposits, 6)
    expect(events.some((event) => event.kind === 'order' && event.order.status === 'NEW_INSURANCE')).toBe(true)
  })

  it('of an isolated position leaves the rest of the account alone', () => {
    const { engine, placed } = createEngineFixture()
    engine.setMarginType('a', 'BTCUSDT', 'ISOLATED', startMs)
    placed(market('BUY', '1'))
    engine.setMark('ETHUSDT', '3000', '3000', startMs)
    const other = engine.placeOrder(
      'a',
      { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '2999', quantity: '1' },
      startMs,
    )
    engine.setMark('BTCUSDT', '95300', '95300', startMs)
    expect(engine.getPositions('a', 'BTCUSDT')[0]).toMatchObject({ quantity: '0', isolatedWallet: '0' })
    expect(other.ok && engine.getOpenOrders('a', 'ETHUSDT')).toHaveLength(1)
    expect(Number(engine.getBalance('a').walletBalance)).toBeGreaterThan(94_000)
  })

  it('happens at the price that the position reports', () => {
    const { engine, placed } = createEngineFixture()
    placed(market('SELL', '10'))
    const price = Number(engine.getPositions('a', 'BTCUSDT')[0]?.liquidationPrice)
    expect(price).toBeGreaterThan(108_000)
    engine.setMark('BTCUSDT', (price - 1).toFixed(8), '100000', startMs)
    expect(engine.getPositions('a', 'BTCUSDT')[0]?.quantity).toBe('-10')
    engine.setMark('BTCUSDT', (price + 1).toFixed(8), '100000', startMs)
    expect(engine.getPositions('a', 'BTCUSDT')[0]?.quantity).toBe('0')
  })
})

describe('funding', () => {
  it('moves money from longs to shorts at its time, once', () => {
    const { engine, placed, events } = createEngineFixture({ fees: { maker: '0', taker: '0' } })
    placed(market('BUY', '1'))
    placed(market('SELL', '1'), 'b')
    engine.setFundingRate('BTCUSDT', '0.0003', startMs)
    const dueMs = engine.getMark('BTCUSDT').nextFundingMs
    expect(dueMs).toBe(startMs + 14_400_000)
    engine.advance(dueMs - 1)
    expect(engine.getIncome('a', { incomeType: 'FUNDING_FEE' })).toEqual([])
    engine.advance(dueMs)
    engine.advance(dueMs + 1)
    expect(engine.getIncome('a', { incomeType: 'FUNDING_FEE' })).toMatchObject([{ income: '-30', symbol: 'BTCUSDT' }])
    expect(engine.getIncome('b', { incomeType: 'FUNDING_FEE' })).toMatchObject([{ income: '30' }])
    expect(engine.getMark('BTCUSDT').nextFundingMs).toBe(dueMs + 28_800_000)
    const told = events.filter((event) => event.kind === 'account' && event.reason === 'FUNDING_FEE')
    expect(told).toMatchObject([{ positions: [], balances: [{ balanceChange: '-30' }] }, { positions: [] }])
    expect(money(engine).sum).toBeCloseTo(money(engine).deposits, 6)
  })
})
