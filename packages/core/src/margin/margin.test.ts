import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Decimal, type DecimalInput, formatDecimal, toDecimal } from '../decimal/decimal.ts'
import { ParameterError } from '../errors/index.ts'
import { computeBankruptcyPrice, computeLiquidationPrice, type PositionLeg } from './compute-liquidation-price.ts'
import {
  computeAssumedPrice,
  computeAvailableBalance,
  computeInitialMargin,
  computeMaintenanceMargin,
  computeMarginRatio,
  computeNotional,
  computeOpenOrderMargin,
  computeOrderCost,
  computeUnrealizedPnl,
} from './compute-margin.ts'
import { findBracket, findLargestNotional, parseMarginBrackets } from './margin-brackets.ts'

const tiers: readonly (readonly [leverage: number, cap: number, rate: number])[] = [
  [125, 50_000, 0.004],
  [100, 250_000, 0.005],
  [50, 1_000_000, 0.01],
  [20, 10_000_000, 0.025],
  [10, 20_000_000, 0.05],
  [5, 50_000_000, 0.1],
  [4, 100_000_000, 0.125],
  [3, 200_000_000, 0.15],
  [2, 300_000_000, 0.25],
  [1, 500_000_000, 0.5],
]
const exchangeBrackets = tiers.map(([initialLeverage, notionalCap, maintMarginRatio], index) => ({
  bracket: index + 1,
  initialLeverage,
  notionalFloor: tiers[index - 1]?.[1] ?? 0,
  notionalCap,
  maintMarginRatio,
}))
const brackets = parseMarginBrackets(exchangeBrackets)

describe('margin brackets', () => {
  it('computes the cumulatives that the exchange would send', () => {
    const cumulatives = brackets.map(({ cumulative }) => cumulative.toNumber())
    expect(cumulatives).toEqual([
      0, 50, 1300, 16_300, 266_300, 1_266_300, 2_516_300, 5_016_300, 25_016_300, 100_016_300,
    ])
  })

  it('prefers what the exchange does send, in whatever order and form', () => {
    const sent = exchangeBrackets.slice(0, 2).map((bracket, index) => ({
      ...bracket,
      notionalCap: `${bracket.notionalCap / 10_000}E4`,
      cum: index * 49,
    }))
    expect(parseMarginBrackets(sent.toReversed()).map(({ cumulative }) => cumulative.toNumber())).toEqual([0, 49])
  })

  it('includes the cap and excludes the floor', () => {
    const at = (notional: DecimalInput) => findBracket(brackets, notional).bracket
    expect([at(0), at(50_000), at('50000.01'), at(1_000_000), at(-264_000), at(9e9)]).toEqual([1, 1, 2, 3, 3, 10])
  })

  it('knows the largest notional of a leverage', () => {
    const largest = (leverage: number) => findLargestNotional(brackets, leverage)?.toNumber()
    expect([largest(125), largest(101), largest(20), largest(21), largest(1), largest(126)]).toEqual([
      50_000,
      50_000,
      10_000_000,
      1_000_000,
      500_000_000,
      undefined,
    ])
  })

  it('refuses a table with a gap, or none', () => {
    expect(() => parseMarginBrackets([])).toThrow(ParameterError)
    expect(() => parseMarginBrackets(exchangeBrackets.toSpliced(1, 1))).toThrow(
      'does not begin where the one below it ends',
    )
  })
})

describe('computeMaintenanceMargin', () => {
  it.each<[DecimalInput, string]>([
    [0, '0'],
    [10_000, '40'],
    [50_000, '200'],
    ['50000.01', '200.00005'],
    [264_000, '1340'],
    [500_000, '3700'],
    [1_000_000, '8700'],
    ['3556386.66', '72609.6665'],
    [12_000_000, '333700'],
    [60_000_000, '4983700'],
  ])('of %s is %s', (notional, expected) => {
    expect(formatDecimal(computeMaintenanceMargin(brackets, notional))).toBe(expected)
  })

  it('never falls, and never jumps, as the notional grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600_000_000 }), fc.integer({ min: 0, max: 100_000 }), (notional, more) => {
        const step = computeMaintenanceMargin(brackets, notional + more).minus(
          computeMaintenanceMargin(brackets, notional),
        )
        expect(step.greaterThanOrEqualTo(0)).toBe(true)
        expect(step.lessThanOrEqualTo(more * 0.5)).toBe(true)
      }),
    )
  })
})

describe('margin of positions and orders', () => {
  it('computes notional, profit, initial margin and ratio of either side', () => {
    expect(formatDecimal(computeNotional('-0.5', '50500'))).toBe('25250')
    expect(formatDecimal(computeUnrealizedPnl('-0.5', '50350', '50500'))).toBe('-75')
    expect(formatDecimal(computeUnrealizedPnl('1.5', '49800', '49400'))).toBe('-600')
    expect(formatDecimal(computeInitialMargin('-74100', 20))).toBe('3705')
    expect(computeMarginRatio('320.5', '4380.12')?.toFixed(12)).toBe('0.073171511283')
    expect(computeMarginRatio(0, 5)).toBeUndefined()
    expect(computeMarginRatio(1, -5)?.toNumber()).toBe(1)
  })

  it('costs what the exchange publishes: a short below the mark pays the difference at once', () => {
    const cost = (side: 'BUY' | 'SELL') =>
      computeOrderCost({ side, price: '9253.30', quantity: 1, markPrice: '9259.84', leverage: 20 })
    expect(formatDecimal(cost('BUY').cost)).toBe('462.665')
    expect(formatDecimal(cost('SELL').openLoss)).toBe('6.54')
    expect(formatDecimal(cost('SELL').cost)).toBe('469.205')
    const above = computeOrderCost({ side: 'BUY', price: 9300, quantity: '0.3', markPrice: '9259.84', leverage: 50 })
    expect([above.initialMargin, above.openLoss, above.cost].map(formatDecimal)).toEqual(['55.8', '12.048', '67.848'])
  })

  it('binds margin for the worse side of the open orders only', () => {
    const margin = (quantity: string, buyNotional: number, sellNotional: number) =>
      formatDecimal(computeOpenOrderMargin({ quantity, markPrice: '50100', buyNotional, sellNotional, leverage: 20 }))
    expect(margin('1', 25_000, 0)).toBe('1250')
    expect(margin('1', 0, 50_000)).toBe('0')
    expect(margin('1', 0, 100_200)).toBe('0')
    expect(margin('1', 0, 120_200)).toBe('1000')
    expect(margin('-1', 0, 25_000)).toBe('1250')
    expect(margin('0', 20_000, 30_000)).toBe('1500')
  })

  it('charges a MARKET order above the ask, or at the bid', () => {
    const touch = { bidPrice: '99', askPrice: '100' }
    expect(formatDecimal(computeAssumedPrice('BUY', touch))).toBe('100.05')
    expect(formatDecimal(computeAssumedPrice('BUY', touch, '0.01'))).toBe('101')
    expect(formatDecimal(computeAssumedPrice('SELL', touch))).toBe('99')
  })

  it('leaves what is available, never below 0', () => {
    const state = { walletBalance: '4990', unrealizedPnl: '100', initialMargin: '3755' }
    expect(formatDecimal(computeAvailableBalance(state))).toBe('1335')
    expect(formatDecimal(computeAvailableBalance({ ...state, isolatedOrderMargin: '1000' }))).toBe('335')
    expect(formatDecimal(computeAvailableBalance({ ...state, unrealizedPnl: '-2000' }))).toBe('0')
  })
})

const leg = (sign: 1 | -1, quantity: string, entryPrice: string): PositionLeg => ({
  quantity: toDecimal(quantity).times(sign),
  entryPrice,
})

describe('computeLiquidationPrice', () => {
  const flat = (rate: number, cum: number) =>
    parseMarginBrackets([
      { bracket: 1, initialLeverage: 1, notionalFloor: 0, notionalCap: 1e12, maintMarginRatio: rate, cum },
    ])
  const eth = { legs: [leg(1, '3683.979', '1456.84')], brackets: flat(0.1, 135_365) }
  const btc = { legs: [leg(1, '109.488', '32481.98')], brackets: flat(0.025, 16_300) }

  it('gives the worked example that the exchange family publishes', () => {
    const walletBalance = '1535443.01'
    const ofEth = { otherMaintenanceMargin: '71200.811444', otherUnrealizedPnl: '-56354.56848' }
    const ofBtc = { otherMaintenanceMargin: '356512.508122', otherUnrealizedPnl: '-448192.88514' }
    const price = (state: Parameters<typeof computeLiquidationPrice>[0]) => computeLiquidationPrice(state)?.toFixed(2)
    expect(price({ walletBalance, ...eth })).toBe('1114.78')
    expect(price({ walletBalance, ...btc })).toBe('18778.73')
    expect(price({ walletBalance, ...ofEth, ...eth })).toBe('1153.26')
    expect(price({ walletBalance, ...ofBtc, ...btc })).toBe('26316.89')
  })

  it.each<[string, string, readonly PositionLeg[], string | undefined, string | undefined]>([
    ['long', '500', [leg(1, '0.2', '50000')], '47690.76305', '47500'],
    ['short', '500', [leg(-1, '0.2', '50000')], '52290.83665', '52500'],
    ['long at 125x', '200', [leg(1, '0.5', '50000')], '49799.19679', '49600'],
    ['short that rises into bracket 3', '24000', [leg(-1, '4.9', '50000')], '54617.09436', '54897.95918'],
    ['long that falls into bracket 3', '120000', [leg(1, '22', '50000')], '44935.72084', '44545.45455'],
    ['hedge, net long', '6000', [leg(1, '2', '50000'), leg(-1, '0.8', '51000')], '44784.2939', '44333.33333'],
    ['hedge, net short', '6000', [leg(1, '0.5', '50000'), leg(-1, '1.7', '49500')], '53862.04048', '54291.66667'],
    ['hedge, flat', '6000', [leg(1, '1', '50000'), leg(-1, '1', '50500')], '455000', undefined],
    ['long without leverage', '50000', [leg(1, '1', '50000')], undefined, '0'],
    ['nothing', '500', [leg(1, '0', '50000')], undefined, undefined],
  ])('of a %s', (_name, walletBalance, legs, liquidation, bankruptcy) => {
    const shown = (price: Decimal | undefined) =>
      price === undefined ? undefined : formatDecimal(price.toDecimalPlaces(5))
    expect(shown(computeLiquidationPrice({ walletBalance, legs, brackets }))).toBe(liquidation)
    expect(shown(computeBankruptcyPrice({ walletBalance, legs }))).toBe(bankruptcy)
  })

  it('counts what the other symbols need and have lost', () => {
    const other = { otherMaintenanceMargin: 350, otherUnrealizedPnl: -1200 }
    const state = { walletBalance: 8000, legs: [leg(1, '1.5', '48000')], brackets, ...other }
    expect(computeLiquidationPrice(state)?.toFixed(10)).toBe('43886.0971524288')
    expect(computeBankruptcyPrice(state)?.toFixed(4)).toBe('43466.6667')
  })

  it('follows a position through fills and funding, in the cross wallet and isolated', () => {
    const price = (walletBalance: string, quantity: string, entryPrice: string) =>
      computeLiquidationPrice({ walletBalance, legs: [{ quantity, entryPrice }], brackets })?.toFixed(8)
    expect(price('4990', '1', '50000')).toBe('45190.76305221')
    expect(price('4980.12', '1.5', '49800')).toBe('46679.98659966')
    expect(price('4972.695', '1.5', '49800')).toBe('46684.96147404')
    expect(price('5238.639', '0.8', '49800')).toBe('43425.40286145')
    expect(price('5652.457', '-0.5', '50350')).toBe('61409.27689243')
    expect(price('3735', '1.5', '49800')).toBe('47514.23785595')
    expect(price('1251.205', '-0.5', '50350')).toBe('52641.84262948')
  })

  it('finds the crossing in a jump that rounded cumulatives leave between brackets', () => {
    const rounded = parseMarginBrackets([
      { bracket: 1, initialLeverage: 50, notionalFloor: 0, notionalCap: 50_000, maintMarginRatio: 0.004, cum: 0 },
      {
        bracket: 2,
        initialLeverage: 20,
        notionalFloor: 50_000,
        notionalCap: 250_000,
        maintMarginRatio: 0.005,
        cum: 40,
      },
    ])
    // at a notional of 50000 the margin is 200 from below and 210 from above; the balance there is 205
    const short = { walletBalance: 205, legs: [leg(-1, '1', '50000')], brackets: rounded }
    expect(computeLiquidationPrice(short)?.toNumber()).toBe(50_000)
  })

  it('is where the margin balance meets the maintenance margin, whatever the position', () => {
    const sizes = fc.integer({ min: 1, max: 400_000 }).map((lots) => toDecimal(lots).times('0.001'))
    const entries = fc.integer({ min: 100, max: 1_000_000 }).map((ticks) => toDecimal(ticks).times('0.1'))
    fc.assert(
      fc.property(
        sizes,
        sizes,
        entries,
        entries,
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        (long, short, at, other, leverage, hedge) => {
          const legs = [
            { quantity: long, entryPrice: at },
            ...(hedge ? [{ quantity: short.negated(), entryPrice: other }] : []),
          ]
          const walletBalance = long
            .times(at)
            .plus(hedge ? short.times(other) : 0)
            .dividedBy(leverage)
          const price = computeLiquidationPrice({ walletBalance, legs, brackets })
          if (price === undefined) return
          const notional = (quantity: DecimalInput) => computeNotional(quantity, price)
          const balance = Decimal.sum(
            walletBalance,
            ...legs.map((one) => computeUnrealizedPnl(one.quantity, one.entryPrice, price)),
          )
          const needed = Decimal.sum(...legs.map((one) => computeMaintenanceMargin(brackets, notional(one.quantity))))
          expect(price.greaterThan(0)).toBe(true)
          expect(balance.minus(needed).abs().lessThan('1e-15')).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('comes before bankruptcy on the losing side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 124 }),
        (lots, isLong, leverage) => {
          const quantity = toDecimal(lots).times(isLong ? '0.001' : '-0.001')
          const walletBalance = computeInitialMargin(computeNotional(quantity, 50_000), leverage)
          const state = { walletBalance, legs: [{ quantity, entryPrice: 50_000 }] }
          const liquidation = computeLiquidationPrice({ ...state, brackets })
          const bankruptcy = computeBankruptcyPrice(state) ?? toDecimal(0)
          if (liquidation === undefined) return
          expect(isLong ? liquidation.greaterThan(bankruptcy) : liquidation.lessThan(bankruptcy)).toBe(true)
        },
      ),
    )
  })
})
