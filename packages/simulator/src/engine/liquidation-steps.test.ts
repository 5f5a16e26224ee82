import { createSeededRandom } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { defaultExchangeInfo } from '../exchange/default-exchange-info.ts'
import { createEngineFixture, limit, startMs } from './engine-fixture.ts'
import { parseMoney } from './money.ts'
import type { Engine, EnginePolicy } from './types.ts'

/** A liquidation fee that leaves something to save: 0.1 %. */
const symbols = defaultExchangeInfo.symbols.map((entry) => ({ ...entry, liquidationFee: '0.001' }))

function setUp(policy: Partial<EnginePolicy> = {}, listed = symbols) {
  const fixture = createEngineFixture({ symbols: listed, fees: { maker: '0', taker: '0' }, policy })
  const { engine } = fixture
  // depth for large orders, on both sides of any mark price of these tests
  const fill = (from: number, to: number, side: 'BUY' | 'SELL', lots: number) => {
    for (let price = from; price <= to; price += 10) engine.setLevel('BTCUSDT', side, price * 10, lots, startMs)
  }
  const row = (account = 'a') => engine.getPositions(account, 'BTCUSDT')[0]
  return { ...fixture, fill, row }
}

const sumOf = (engine: Engine): number => {
  const { wallets, fees, insuranceFund, externalCounterparty, deposits } = engine.getMoney()
  return (
    [wallets, fees, insuranceFund, externalCounterparty].reduce((sum, text) => sum + Number(text), 0) - Number(deposits)
  )
}

describe('a liquidation in steps', () => {
  it('closes only as much as restores the margin, and says so order by order', () => {
    const { engine, fill, placed, row, events } = setUp()
    fill(100_000, 100_000, 'SELL', 30_000)
    placed(limit('BUY', '100000.1', '19.5'))
    fill(95_000, 99_000, 'BUY', 3_000)
    const price = Number(row()?.liquidationPrice)
    engine.setMark('BTCUSDT', String(price - 5), '97000', startMs)
    const forced = events.flatMap((event) => (event.kind === 'forceOrder' ? [event.order] : []))
    const closed = forced.reduce((sum, order) => sum + Number(order.executedQty), 0)
    expect(closed).toBeGreaterThan(0)
    expect(Number(row()?.quantity)).toBeCloseTo(19.5 - closed, 9)
    expect(Number(row()?.quantity)).toBeGreaterThan(0)
    const { marginBalance, maintMargin } = engine.getBalance('a')
    expect(Number(marginBalance)).toBeGreaterThan(Number(maintMargin))
    expect(
      forced.every(({ status, clientOrderId }) => status === 'FILLED' && clientOrderId.startsWith('autoclose-')),
    ).toBe(true)
    expect(sumOf(engine)).toBeCloseTo(0, 6)
  })

  it('closes the whole position when that is the policy', () => {
    const { engine, fill, placed, row } = setUp({ liquidation: 'whole' })
    fill(100_000, 100_000, 'SELL', 30_000)
    placed(limit('BUY', '100000.1', '19.5'))
    fill(95_000, 99_000, 'BUY', 3_000)
    engine.setMark('BTCUSDT', String(Number(row()?.liquidationPrice) - 5), '97000', startMs)
    expect(row()?.quantity).toBe('0')
  })

  it('closes the whole position when no part of it would help', () => {
    const { engine, fill, placed, row } = createCheap()
    fill(100_000, 100_000, 'SELL', 30_000)
    placed(limit('BUY', '100000.1', '0.4'))
    fill(90_000, 99_000, 'BUY', 3_000)
    engine.setMark('BTCUSDT', String(Number(row()?.liquidationPrice) - 1), '97000', startMs)
    expect(row()?.quantity).toBe('0')
  })

  it('of an isolated position takes nothing from the rest of the account and leaves it nothing it did not have', () => {
    const { engine, fill, placed, row, events } = setUp()
    engine.setMarginType('a', 'BTCUSDT', 'ISOLATED', startMs)
    fill(100_000, 100_000, 'SELL', 30_000)
    placed(limit('BUY', '100000.1', '15'))
    const before = engine.getBalance('a').crossWalletBalance
    fill(95_000, 99_000, 'BUY', 3_000)
    engine.setMark('BTCUSDT', String(Number(row()?.liquidationPrice) - 5), '97000', startMs)
    expect(events.some((event) => event.kind === 'forceOrder')).toBe(true)
    expect(Number(row()?.quantity)).toBeGreaterThan(0)
    expect(engine.getBalance('a').crossWalletBalance).toBe(before)
    expect(Number(row()?.isolatedMargin)).toBeGreaterThan(Number(row()?.maintMargin))
    expect(sumOf(engine)).toBeCloseTo(0, 6)
  })

  it('isolated margin never leaks, however deep the price falls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const random = createSeededRandom(seed)
        const { engine, fill, placed } = setUp()
        engine.setMarginType('a', 'BTCUSDT', 'ISOLATED', startMs)
        engine.setLeverage('a', 'BTCUSDT', 10 + random.nextInt(40), startMs)
        fill(100_000, 100_000, 'SELL', 30_000)
        placed(limit('BUY', '100000.1', (0.1 + random.next() * 5).toFixed(3)))
        const before = parseMoney(engine.getBalance('a').crossWalletBalance) ?? 0n
        const wallet = parseMoney(engine.getPositions('a', 'BTCUSDT')[0]?.isolatedWallet ?? '') ?? 0n
        for (let step = 0; step < 4; step++) {
          fill(80_000, 99_000, 'BUY', random.nextInt(40))
          engine.setMark('BTCUSDT', (99_900 - random.next() * 18_000).toFixed(2), '97000', startMs)
        }
        const after = parseMoney(engine.getBalance('a').crossWalletBalance) ?? 0n
        // never below what was outside, never above what was inside as well
        expect(after >= before).toBe(true)
        expect(after <= before + wallet).toBe(true)
        expect(sumOf(engine)).toBeCloseTo(0, 5)
      }),
      { numRuns: 40 },
    )
  })
})

/** An account that holds one small position with little behind it. */
function createCheap() {
  const fixture = setUp({}, [...defaultExchangeInfo.symbols] as typeof symbols)
  fixture.engine.transfer('a', '-99000', startMs)
  fixture.engine.setLeverage('a', 'BTCUSDT', 100, startMs)
  return fixture
}
