import { toDecimal } from '@aster/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sampleFill } from '../testing/sample-order.ts'
import { compareIncome } from './compare-income.ts'
import { createLedgerFold } from './fold-ledger.ts'
import type { FillFact, IncomeFact, LedgerFact } from './ledger-fact.ts'
import { formatMoney, multiply, parseMoney, scale } from './money.ts'
import { shareFunding } from './share-funding.ts'
import { summarizeLedger } from './summarize-ledger.ts'

const facts = { quoteAssetOf: () => 'USDT', markOf: () => '110' }

const fillFact = (strategy: string, changes: Partial<FillFact['fill']>): FillFact => ({
  kind: 'fill',
  strategy,
  fill: sampleFill({ fee: '0.01', feeAsset: 'USDT', ...changes }),
})
const income = (changes: Partial<IncomeFact>): IncomeFact => ({
  kind: 'income',
  incomeType: 'FUNDING_FEE',
  symbol: 'BTCUSDT',
  asset: 'USDT',
  income: '-1',
  timeMs: 5,
  transactionId: '1',
  tradeId: undefined,
  ...changes,
})
const fold = (...all: readonly LedgerFact[]) => {
  const state = createLedgerFold()
  for (const fact of all) state.add(fact)
  return state
}

const randomFills = fc.array(
  fc.record({
    strategy: fc.constantFrom('a', 'b', 'foreign'),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    lots: fc.integer({ min: 1, max: 5_000 }),
    ticks: fc.integer({ min: 1, max: 2_000_000 }),
    timeMs: fc.integer({ min: 0, max: 50 }),
    fee: fc.integer({ min: -500, max: 5_000 }),
  }),
  { maxLength: 40 },
)
const toFacts = (drawn: typeof randomFills extends fc.Arbitrary<infer T> ? T : never): FillFact[] =>
  drawn.map(({ strategy, side, lots, ticks, timeMs, fee }, index) =>
    fillFact(strategy, {
      side,
      timeMs,
      quantity: (lots / 1_000).toFixed(3),
      price: (ticks / 10).toFixed(1),
      fee: (fee / 1e5).toFixed(5),
      orderId: String(index),
      tradeId: String(index),
    }),
  )

describe('money', () => {
  it('reads and writes decimals without loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (units) => {
        expect(parseMoney(formatMoney(units))).toBe(units)
        expect(toDecimal(formatMoney(units)).times(1e8).toFixed()).toBe(units.toString())
      }),
    )
  })

  it('rounds the ninth decimal, halves away from zero', () => {
    expect(['0.123456785', '-0.123456785', '.5', '7.'].map((text) => formatMoney(parseMoney(text)))).toEqual([
      '0.12345679',
      '-0.12345679',
      '0.5',
      '7',
    ])
    expect(formatMoney(multiply(parseMoney('0.003'), parseMoney('96000.1')))).toBe('288.0003')
    expect([scale(5n, 1n, 2n), scale(-5n, 1n, 2n), scale(5n, 1n, -2n)]).toEqual([3n, -3n, -3n])
  })

  it.each(['', 'abc', '1e5', '1,5', '--1'])('refuses "%s"', (text) => {
    expect(() => parseMoney(text)).toThrow(RangeError)
  })
})

describe('the ledger', () => {
  it('adds up the same whatever came first, and however often', () => {
    fc.assert(
      fc.property(randomFills, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (drawn, chances) => {
        const known = [
          ...toFacts(drawn),
          income({ timeMs: 20 }),
          income({ timeMs: 30, transactionId: '2', income: '0.5' }),
        ]
        const shuffled = [...known, ...known]
          .map((fact) => ({ fact, chance: chances.next().value as number }))
          .toSorted((a, b) => a.chance - b.chance)
          .map(({ fact }) => fact)
        expect(summarizeLedger(fold(...shuffled), facts)).toEqual(summarizeLedger(fold(...known), facts))
      }),
    )
  })

  it('is the cash that flowed: profit, fees and what is open at its mark', () => {
    fc.assert(
      fc.property(randomFills, (drawn) => {
        const known = toFacts(drawn)
        let cash = 0n
        let quantity = 0n
        for (const { fill } of known) {
          const size = parseMoney(fill.quantity) * (fill.side === 'BUY' ? 1n : -1n)
          quantity += size
          cash -= multiply(size, parseMoney(fill.price)) + parseMoney(fill.fee)
        }
        const { netPnl, unrealizedPnl } = summarizeLedger(fold(...known), facts)
        expect(parseMoney(netPnl) + parseMoney(unrealizedPnl)).toBe(cash + multiply(quantity, parseMoney('110')))
      }),
    )
  })

  it('keeps the profits of strategies on one symbol apart', () => {
    const { lines } = summarizeLedger(
      fold(
        fillFact('a', { tradeId: '1', timeMs: 1, price: '100' }),
        fillFact('b', { tradeId: '2', timeMs: 2, price: '105', side: 'SELL' }),
        fillFact('a', { tradeId: '3', timeMs: 3, price: '103', side: 'SELL', liquidity: 'taker' }),
      ),
      facts,
    )
    expect(lines).toMatchObject([
      {
        strategy: 'a',
        quantity: '0',
        realizedPnl: '3',
        fees: { USDT: '0.02' },
        netPnl: '2.98',
        makerFills: 1,
        fills: 2,
      },
      { strategy: 'b', quantity: '-1', averageEntryPrice: '105', realizedPnl: '0', unrealizedPnl: '-5' },
    ])
  })

  it('keeps fees in their asset: what is charged in another does not count as quote', () => {
    const [line] = summarizeLedger(fold(fillFact('a', { fee: '0.5', feeAsset: 'ASTER' })), facts).lines
    expect(line).toMatchObject({ fees: { ASTER: '0.5' }, netPnl: '0' })
  })

  it('shares a funding among those who held the position, to the last digit', () => {
    const { lines } = summarizeLedger(
      fold(
        fillFact('a', { tradeId: '1', timeMs: 1, quantity: '1' }),
        fillFact('b', { tradeId: '2', timeMs: 2, quantity: '2' }),
        fillFact('a', { tradeId: '3', timeMs: 9, quantity: '5' }),
        income({ income: '-1', timeMs: 5 }),
      ),
      facts,
    )
    expect(lines.map(({ strategy, funding }) => [strategy, funding])).toEqual([
      ['a', '-0.33333333'],
      ['b', '-0.66666667'],
    ])
  })

  it('gives an order that was taken for a stranger’s to its owner', () => {
    const state = fold(fillFact('foreign', {}), fillFact('a', {}))
    expect(summarizeLedger(state, facts).lines.map(({ strategy }) => strategy)).toEqual(['a'])
  })
})

describe('compareIncome', () => {
  const fill = fillFact('a', { tradeId: '7', timeMs: 10, fee: '0.04', realizedPnl: '3.5' })
  const commission = income({ incomeType: 'COMMISSION', income: '-0.04', tradeId: '7', timeMs: 10 })
  const profit = income({ incomeType: 'REALIZED_PNL', income: '3.5', tradeId: '7', timeMs: 10 })
  const range = { fromMs: 0, toMs: 100 }

  it('is equal when the exchange booked what the fills say', () => {
    expect(compareIncome(fold(fill, commission, profit), range)).toMatchObject({
      isEqual: true,
      differences: [],
      missingTrades: [],
    })
  })

  it('names the sum that is apart, and allows less than a cent', () => {
    const other = { ...profit, income: '3.51' }
    expect(compareIncome(fold(fill, commission, other), range)).toMatchObject({
      isEqual: false,
      differences: [
        {
          incomeType: 'REALIZED_PNL',
          symbol: 'BTCUSDT',
          asset: 'USDT',
          ledger: '3.5',
          exchange: '3.51',
          difference: '-0.01',
        },
      ],
    })
    expect(compareIncome(fold(fill, commission, { ...profit, income: '3.509' }), range).isEqual).toBe(true)
  })

  it('names executions that the ledger has not heard of', () => {
    const { isEqual, missingTrades } = compareIncome(fold(commission, profit), range)
    expect({ isEqual, missingTrades }).toEqual({ isEqual: false, missingTrades: [{ symbol: 'BTCUSDT', tradeId: '7' }] })
  })
})

describe('shareFunding', () => {
  it('gives one position all of it, and several their computed part of the exact sum', () => {
    const one = { symbol: 'BTCUSDT', positionSide: 'BOTH', quantity: '2', markPrice: 100, fundingRate: 0.0001 }
    expect(shareFunding('-0.03', [one])).toEqual([{ symbol: 'BTCUSDT', positionSide: 'BOTH', amount: '-0.03' }])
    const two = { ...one, symbol: 'ETHUSDT', quantity: '-1' }
    expect(
      shareFunding('-0.01', [one, two, { ...one, symbol: 'SOLUSDT', quantity: '0' }]).map(({ amount }) => amount),
    ).toEqual(['-0.02', '0.01'])
  })
})
