import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Decimal, toDecimal } from '../decimal/decimal.ts'
import type { Side } from '../domain/order-words.ts'
import { ParameterError } from '../errors/index.ts'
import { type ExchangeInfoFilter, type ExchangeInfoSymbol, parseSymbolRules } from './parse-symbol-rules.ts'
import { roundOrderPrice, roundPriceDown, roundPriceUp } from './round-price.ts'
import { floorMarketQuantity, floorQuantity, getMarketStep, splitMarketQuantity } from './round-quantity.ts'
import { fromLots, fromTicks, parseLots, parseTicks, toLots, toTicks } from './ticks-and-lots.ts'

const ethFilters: readonly ExchangeInfoFilter[] = [
  { filterType: 'PRICE_FILTER', minPrice: '39.90', maxPrice: '1000000', tickSize: '0.10' },
  { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '10000', stepSize: '0.001' },
  { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '2000', stepSize: '0.001' },
  { filterType: 'MAX_NUM_ORDERS', limit: 200 },
  { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
  { filterType: 'MIN_NOTIONAL', notional: '5' },
  { filterType: 'PERCENT_PRICE', multiplierUp: '1.0200', multiplierDown: '0.9800', multiplierDecimal: '4' },
]

const ethEntry: ExchangeInfoSymbol = {
  symbol: 'ETHUSDT',
  status: 'TRADING',
  contractType: 'PERPETUAL',
  baseAsset: 'ETH',
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  pricePrecision: 2,
  quantityPrecision: 3,
  triggerProtect: '0.0200',
  marketTakeBound: '0.02',
  liquidationFee: '0.025000',
  filters: ethFilters,
  orderTypes: ['LIMIT', 'MARKET'],
  timeInForce: ['GTC', 'GTX'],
}

const rulesWith = (changes: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  parseSymbolRules({
    ...ethEntry,
    filters: ethFilters.map((filter) => ({ ...filter, ...changes[filter.filterType] })),
  })

const ethRules = parseSymbolRules(ethEntry)
const withTick = (tickSize: string) => rulesWith({ PRICE_FILTER: { tickSize, minPrice: tickSize } })
const withStep = (stepSize: string) => rulesWith({ LOT_SIZE: { stepSize }, MARKET_LOT_SIZE: { stepSize } })

describe('parseSymbolRules', () => {
  it('reads every filter', () => {
    const text = (value: unknown) => (value instanceof Decimal ? value.toString() : value)
    const { priceGrid, quantityGrid, ...rules } = ethRules
    expect(Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, text(value)]))).toEqual({
      symbol: 'ETHUSDT',
      status: 'TRADING',
      contractType: 'PERPETUAL',
      baseAsset: 'ETH',
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      tickSize: '0.1',
      minPrice: '39.9',
      maxPrice: '1000000',
      stepSize: '0.001',
      minQuantity: '0.001',
      maxQuantity: '10000',
      marketStepSize: '0.001',
      marketMinQuantity: '0.001',
      marketMaxQuantity: '2000',
      minNotional: '5',
      multiplierUp: '1.02',
      multiplierDown: '0.98',
      maxOrders: 200,
      maxAlgoOrders: 10,
      triggerProtect: '0.02',
      marketTakeBound: '0.02',
      liquidationFee: '0.025',
      orderTypes: ['LIMIT', 'MARKET'],
      timesInForce: ['GTC', 'GTX'],
      pricePrecision: 2,
      quantityPrecision: 3,
    })
    expect([priceGrid.step.toString(), quantityGrid.step.toString()]).toEqual(['0.1', '0.001'])
    expect(Object.isFrozen(ethRules)).toBe(true)
  })

  it('takes the tick from the price filter, never from the precision', () => {
    expect(ethRules.pricePrecision).toBe(2)
    expect(roundPriceDown(ethRules, '3000.19')).toBe('3000.1')
  })

  it('falls back to the precision where tick or step are switched off', () => {
    const rules = rulesWith({
      PRICE_FILTER: { tickSize: '0' },
      LOT_SIZE: { stepSize: '0' },
      MARKET_LOT_SIZE: { stepSize: '0' },
    })
    expect([rules.tickSize, rules.stepSize, rules.marketStepSize].map(String)).toEqual(['0.01', '0.001', '0.001'])
  })

  it('leaves out limits whose filters are missing or 0', () => {
    const rules = parseSymbolRules({ ...ethEntry, contractType: undefined, filters: ethFilters.slice(0, 2) })
    expect([rules.multiplierUp, rules.multiplierDown, rules.maxOrders, rules.maxAlgoOrders]).toEqual(
      Array(4).fill(undefined),
    )
    expect(rules.minNotional.isZero()).toBe(true)
    expect(rules.marketMaxQuantity.toString()).toBe('10000')
    expect(rules.contractType).toBe('')
    expect(rulesWith({ MAX_NUM_ORDERS: { limit: 0 } }).maxOrders).toBeUndefined()
  })

  it('reads a symbol that has no filters yet', () => {
    const rules = parseSymbolRules({ ...ethEntry, status: 'PENDING_TRADING', filters: [] })
    expect([rules.tickSize, rules.stepSize].map(String)).toEqual(['0.01', '0.001'])
  })

  it('names the symbol and the field of a number that is none', () => {
    expect(() => rulesWith({ LOT_SIZE: { stepSize: 'many' } })).toThrow(/ETHUSDT.*LOT_SIZE.stepSize.*many/)
    expect(() => rulesWith({ PRICE_FILTER: { minPrice: '-1' } })).toThrow(ParameterError)
    expect(() => parseSymbolRules({ ...ethEntry, triggerProtect: '' })).toThrow('triggerProtect')
  })
})

const tickSizes = fc.constantFrom('0.1', '0.05', '0.25', '5', '1', '0.01', '0.0001', '10', '0.025')
const prices = fc.integer({ min: 1, max: 2_000_000_000 }).map((units) => new Decimal(units).times('0.0001').toString())

describe('ticks and lots', () => {
  it('go round: text to ticks to text', () => {
    fc.assert(
      fc.property(tickSizes, fc.integer({ min: 0, max: 1_000_000_000 }), (tickSize, ticks) => {
        const rules = withTick(tickSize)
        const text = fromTicks(rules, ticks)
        expect(toTicks(rules, text, 'exact')).toBe(ticks)
        expect(parseTicks(rules, text)).toBe(ticks)
        expect(toTicks(rules, toDecimal(text), 'exact')).toBe(ticks)
      }),
    )
  })

  it('go round for quantities', () => {
    fc.assert(
      fc.property(tickSizes, fc.integer({ min: 0, max: 1_000_000_000 }), (stepSize, lots) => {
        const rules = withStep(stepSize)
        expect(toLots(rules, fromLots(rules, lots), 'exact')).toBe(lots)
        expect(parseLots(rules, fromLots(rules, lots))).toBe(lots)
      }),
    )
  })

  it('are counted down, up and to the nearest, on either side of zero', () => {
    fc.assert(
      fc.property(tickSizes, prices, fc.boolean(), (tickSize, price, negative) => {
        const rules = withTick(tickSize)
        const value = toDecimal(price).times(negative ? -1 : 1)
        const [down, up, nearest] = (['down', 'up', 'nearest'] as const).map((rounding) =>
          toTicks(rules, value, rounding),
        )
        const quotient = value.dividedBy(tickSize)
        expect(down).toBe(quotient.floor().toNumber() + 0)
        expect(up).toBe(quotient.ceil().toNumber() + 0)
        expect(nearest).toBe(quotient.plus('0.5').floor().toNumber() + 0)
        expect(parseTicks(rules, value.toString())).toBe(quotient.isInteger() ? down : undefined)
      }),
    )
  })

  it('are refused when exact is asked and the price lies between two, or beyond 2^53', () => {
    expect(() => toTicks(withTick('0.05'), '1.02', 'exact')).toThrow(/1\.02.*|multiple of 0\.05/)
    expect(() => toTicks(withTick('0.0001'), '1e15', 'down')).toThrow('2^53')
    expect(() => toTicks(ethRules, 'abc', 'down')).toThrow(ParameterError)
  })
})

describe('rounding of prices', () => {
  it('is on the grid, on the right side, within one tick, and does not move a rounded price', () => {
    fc.assert(
      fc.property(tickSizes, prices, (tickSize, price) => {
        const rules = withTick(tickSize)
        for (const [round, isRight] of [
          [roundPriceDown, (rounded: Decimal) => rounded.lessThanOrEqualTo(price)],
          [roundPriceUp, (rounded: Decimal) => rounded.greaterThanOrEqualTo(price)],
        ] as const) {
          const rounded = round(rules, price)
          expect(toDecimal(rounded).modulo(tickSize).isZero()).toBe(true)
          expect(isRight(toDecimal(rounded))).toBe(true)
          expect(toDecimal(rounded).minus(price).abs().lessThan(tickSize)).toBe(true)
          expect(round(rules, rounded)).toBe(rounded)
        }
      }),
    )
  })

  it.each<[Side, 'entry' | 'target' | 'stop', string]>([
    ['BUY', 'entry', '100'],
    ['SELL', 'entry', '100.25'],
    ['BUY', 'target', '100'],
    ['SELL', 'target', '100.25'],
    ['BUY', 'stop', '100.25'],
    ['SELL', 'stop', '100'],
  ])('puts the price of a %s %s at %s', (side, role, expected) => {
    expect(roundOrderPrice(withTick('0.25'), '100.10', side, role)).toBe(expected)
  })

  it('never brings a stop closer to the entry, nor makes a target worse', () => {
    fc.assert(
      fc.property(
        tickSizes,
        prices,
        fc.integer({ min: 1, max: 500 }),
        fc.boolean(),
        (tickSize, entry, tenths, isLong) => {
          const rules = withTick(tickSize)
          const closingSide = isLong ? 'SELL' : 'BUY'
          const sign = isLong ? 1 : -1
          const stop = toDecimal(entry).times(1 - (sign * tenths) / 1000)
          const target = toDecimal(entry).times(1 + (sign * tenths) / 1000)
          const loss = toDecimal(roundOrderPrice(rules, stop, closingSide, 'stop'))
            .minus(entry)
            .times(-sign)
          const gain = toDecimal(roundOrderPrice(rules, target, closingSide, 'target'))
            .minus(entry)
            .times(sign)
          expect(loss.greaterThanOrEqualTo(stop.minus(entry).times(-sign))).toBe(true)
          expect(gain.greaterThanOrEqualTo(target.minus(entry).times(sign))).toBe(true)
        },
      ),
    )
  })

  it('gives the exits of the originals: 3500 with 1 % and 0.5 %', () => {
    const rules = withTick('0.01')
    const at = (percent: string) => toDecimal('3500').times(toDecimal(percent).plus(100)).dividedBy(100)
    expect(roundOrderPrice(rules, at('1'), 'SELL', 'target')).toBe('3535')
    expect(roundOrderPrice(rules, at('-0.5'), 'SELL', 'stop')).toBe('3482.5')
    expect(roundOrderPrice(rules, at('-1'), 'BUY', 'target')).toBe('3465')
    expect(roundOrderPrice(rules, at('0.5'), 'BUY', 'stop')).toBe('3517.5')
  })

  it('keeps a price that is on a coarse tick, unlike rounding by decimals', () => {
    const rules = withTick('0.25')
    expect(roundOrderPrice(rules, '100.25', 'BUY')).toBe('100.25')
    expect(fromTicks(rules, toTicks(rules, '100.25', 'exact') - 1)).toBe('100')
  })

  it('moves by ticks from the best price', () => {
    const rules = withTick('0.01')
    const moved = (price: string, ticks: number) => fromTicks(rules, toTicks(rules, price, 'exact') + ticks)
    expect([moved('134.00', 0), moved('134.00', -1), moved('134.01', 0), moved('134.01', 1)]).toEqual([
      '134',
      '133.99',
      '134.01',
      '134.02',
    ])
  })
})

describe('rounding of quantities', () => {
  it('never gives more than asked, is on the step and does not move a rounded quantity', () => {
    fc.assert(
      fc.property(tickSizes, prices, (stepSize, quantity) => {
        const rules = withStep(stepSize)
        const floored = floorQuantity(rules, quantity)
        expect(toDecimal(floored).modulo(stepSize).isZero()).toBe(true)
        expect(toDecimal(floored).lessThanOrEqualTo(quantity)).toBe(true)
        expect(toDecimal(quantity).minus(floored).lessThan(stepSize)).toBe(true)
        expect(floorQuantity(rules, floored)).toBe(floored)
        expect(floorMarketQuantity(rules, quantity)).toBe(floored)
      }),
    )
  })

  it('gives 0 below one step', () => {
    expect(floorQuantity(ethRules, '0.0009')).toBe('0')
  })

  it('sizes by risk as the original does: 28 USDT at 150 with steps of 0.01', () => {
    const risk = toDecimal(140).times('0.01').times(20)
    expect(floorQuantity(withStep('0.01'), risk.dividedBy(150))).toBe('0.18')
  })

  it('keeps MARKET orders on the coarser of two steps', () => {
    const rules = rulesWith({ MARKET_LOT_SIZE: { stepSize: '0.01' } })
    expect(floorQuantity(rules, '1.239')).toBe('1.239')
    expect(floorMarketQuantity(rules, '1.239')).toBe('1.23')
    const crossed = rulesWith({ LOT_SIZE: { stepSize: '0.2' }, MARKET_LOT_SIZE: { stepSize: '0.5' } })
    expect(getMarketStep(crossed).toString()).toBe('1')
  })

  it('splits an exit into pieces that MARKET orders may carry', () => {
    expect(splitMarketQuantity(ethRules, '4500.1234')).toEqual(['2000', '2000', '500.123'])
    expect(splitMarketQuantity(ethRules, '2000')).toEqual(['2000'])
    expect(splitMarketQuantity(ethRules, '0.0001')).toEqual([])
    const unlimited = rulesWith({ LOT_SIZE: { maxQty: '0' }, MARKET_LOT_SIZE: { maxQty: '0' } })
    expect(splitMarketQuantity(unlimited, '123456')).toEqual(['123456'])
  })

  it('loses nothing but what is below a step when it splits', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 5, max: 3000 }), (quantity, most) => {
        fc.pre(toDecimal(quantity).dividedBy(most).lessThan(2000))
        const rules = rulesWith({ MARKET_LOT_SIZE: { maxQty: String(most) } })
        const pieces = splitMarketQuantity(rules, quantity)
        expect(Decimal.sum(0, ...pieces).toString()).toBe(floorMarketQuantity(rules, quantity))
        expect(pieces.every((piece) => toDecimal(piece).lessThanOrEqualTo(most))).toBe(true)
      }),
    )
  })
})
