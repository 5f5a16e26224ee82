import { createSeededRandom } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, startMs } from './engine-fixture.ts'
import type { Engine, EnginePolicy } from './types.ts'

/** Longs of account `a` against shorts of others, and a book that is empty from then on. */
function setUp(options: { policy?: Partial<EnginePolicy>; insuranceFund?: string } = {}) {
  const { policy = {}, insuranceFund = '1000000' } = options
  const fixture = createEngineFixture({ fees: { maker: '0', taker: '0' }, policy, insuranceFund })
  const { engine, placed } = fixture
  for (let ticks = 999_990; ticks <= 1_000_010; ticks++) {
    for (const side of ['BUY', 'SELL'] as const) engine.setLevel('BTCUSDT', side, ticks, 0, startMs)
  }
  /** A trade between two accounts at a price. */
  const trade = (buyer: string, seller: string, quantity: string, price = '100000') => {
    placed(limit('SELL', price, quantity), seller)
    placed(limit('BUY', price, quantity, 'IOC'), buyer)
  }
  const quantityOf = (account: string) => engine.getPositions(account, 'BTCUSDT')[0]?.quantity
  return { ...fixture, trade, quantityOf }
}

const sumOf = (engine: Engine): number => {
  const { wallets, fees, insuranceFund, externalCounterparty, deposits } = engine.getMoney()
  return (
    [wallets, fees, insuranceFund, externalCounterparty].reduce((sum, text) => sum + Number(text), 0) - Number(deposits)
  )
}

describe('auto-deleveraging', () => {
  it('closes what nobody took against the winner, at the bankruptcy price and without a fee', () => {
    const { engine, trade, quantityOf, events } = setUp()
    trade('a', 'b', '10')
    engine.setMark('BTCUSDT', '89000', '89000', startMs)
    expect([quantityOf('a'), quantityOf('b')]).toEqual(['0', '0'])
    // 100,000 behind 10 long at 100,000: nothing is left at 90,000
    expect(engine.getBalance('a').walletBalance).toBe('0')
    expect(engine.getBalance('b').walletBalance).toBe('200000')
    expect(engine.getMoney().insuranceFund).toBe('1000000')
    const told = events.flatMap((event) =>
      event.kind === 'order' && event.order.clientOrderId === 'adl_autoclose' && event.accountId === 'b'
        ? [`${event.executionType}/${event.order.status}/${event.fill?.price ?? ''}/${event.fill?.commission ?? ''}`]
        : [],
    )
    expect(told).toEqual(['NEW/NEW_ADL//', 'CALCULATED/FILLED/90000/0'])
    expect(sumOf(engine)).toBeCloseTo(0, 6)
  })

  it('takes the winner with the highest profit and leverage first, and only as much as it needs', () => {
    const { engine, trade, quantityOf } = setUp()
    engine.openAccount({ id: 'bold', usdt: '30000' }, startMs)
    trade('a', 'bold', '4')
    trade('a', 'b', '6')
    engine.openAccount({ id: 'other', usdt: '100000' }, startMs)
    trade('other', 'b', '2')
    engine.setMark('BTCUSDT', '95000', '95000', startMs)
    expect(engine.getAdlQuantiles('bold', 'BTCUSDT').BOTH).toBe(2)
    expect(engine.getAdlQuantiles('b', 'BTCUSDT').BOTH).toBe(0)
    engine.setMark('BTCUSDT', '89000', '89000', startMs)
    expect([quantityOf('a'), quantityOf('bold'), quantityOf('b'), quantityOf('other')]).toEqual(['0', '0', '-2', '2'])
    expect(sumOf(engine)).toBeCloseTo(0, 6)
  })

  it('leaves winners alone while the fund can pay, when that is the policy', () => {
    const { engine, trade, quantityOf } = setUp({ policy: { adl: 'emptyFund' } })
    trade('a', 'b', '10')
    engine.setMark('BTCUSDT', '89000', '89000', startMs)
    expect([quantityOf('a'), quantityOf('b')]).toEqual(['0', '-10'])
    expect(Number(engine.getMoney().insuranceFund)).toBeLessThan(1_000_000)
    const poor = setUp({ policy: { adl: 'emptyFund' }, insuranceFund: '100' })
    poor.trade('a', 'b', '10')
    poor.engine.setMark('BTCUSDT', '89000', '89000', startMs)
    expect([poor.quantityOf('a'), poor.quantityOf('b')]).toEqual(['0', '0'])
  })

  it('lets the fund take over above bankruptcy, and gain by it', () => {
    const { engine, trade, quantityOf } = setUp()
    trade('a', 'b', '10')
    engine.setMark('BTCUSDT', '90500', '90500', startMs)
    expect([quantityOf('a'), quantityOf('b')]).toEqual(['0', '-10'])
    expect(Number(engine.getMoney().insuranceFund)).toBeGreaterThan(1_000_000)
  })

  it('expires the orders of a winner that could only have reduced the position', () => {
    const { engine, trade, placed, view } = setUp()
    trade('a', 'b', '10')
    const exit = placed({ ...limit('BUY', '85000', '3'), reduceOnly: 'true' }, 'b')
    engine.setMark('BTCUSDT', '84000', '84000', startMs)
    expect(view(exit.orderId, 'b').status).toBe('EXPIRED')
  })

  it('closes exactly what the liquidation could not, whatever the book takes before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const random = createSeededRandom(seed)
        const { engine, trade, quantityOf, events } = setUp()
        trade('a', 'b', '10')
        const bookLots = random.nextInt(9_000)
        if (bookLots > 0) engine.setLevel('BTCUSDT', 'BUY', 905_000, bookLots, startMs)
        engine.setMark('BTCUSDT', (89_000 - random.next() * 5_000).toFixed(1), '89000', startMs)
        const takenBy = (account: string, prefix: string) =>
          events.reduce((sum, event) => {
            const isMeant =
              event.kind === 'order' && event.accountId === account && event.order.clientOrderId.startsWith(prefix)
            return isMeant && event.fill !== undefined ? sum + engine.toLots('BTCUSDT', event.fill.quantity) : sum
          }, 0)
        expect(quantityOf('a')).toBe('0')
        expect(takenBy('a', 'autoclose-')).toBe(bookLots)
        expect(takenBy('a', 'adl_autoclose')).toBe(10_000 - bookLots)
        expect(takenBy('b', 'adl_autoclose')).toBe(10_000 - bookLots)
        expect(engine.toLots('BTCUSDT', (quantityOf('b') ?? '').replace('-', ''))).toBe(bookLots)
        expect(sumOf(engine)).toBeCloseTo(0, 5)
      }),
      { numRuns: 40 },
    )
  })
})
