import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toDecimal } from '../decimal/decimal.ts'
import { ParameterError } from '../errors/index.ts'
import { parseSymbolRules } from '../rules/parse-symbol-rules.ts'
import { type NotionalSize, sizeByNotional } from './size-by-notional.ts'

const rules = parseSymbolRules({
  symbol: 'ETHUSDT',
  status: 'TRADING',
  baseAsset: 'ETH',
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  pricePrecision: 2,
  quantityPrecision: 3,
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.1', maxPrice: '1000000', tickSize: '0.1' },
    { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '100', stepSize: '0.001' },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.01', maxQty: '20', stepSize: '0.01' },
    { filterType: 'MIN_NOTIONAL', notional: '5' },
  ],
})

describe('sizeByNotional', () => {
  it('rounds down to spend no more than asked, up to spend no less', () => {
    const request = { notional: 100, price: '3000', maxNotional: 200 } as const
    expect(sizeByNotional(rules, { ...request, rounding: 'down' })).toEqual({
      quantity: '0.033',
      notional: '99',
      decidedBy: 'notional',
    })
    expect(sizeByNotional(rules, { ...request, rounding: 'up' })).toEqual({
      quantity: '0.034',
      notional: '102',
      decidedBy: 'notional',
    })
  })

  it('lifts to the minimum and says which one decided', () => {
    const small = { notional: 1, rounding: 'down', maxNotional: 200 } as const
    expect(sizeByNotional(rules, { ...small, price: 3000 })).toEqual({
      quantity: '0.002',
      notional: '6',
      decidedBy: 'minNotional',
    })
    expect(sizeByNotional(rules, { ...small, price: 9000 })).toEqual({
      quantity: '0.001',
      notional: '9',
      decidedBy: 'minQuantity',
    })
    expect(sizeByNotional(rules, { ...small, price: 9000, market: true })).toMatchObject({
      quantity: '0.01',
      decidedBy: 'minQuantity',
    })
  })

  it('refuses to let a minimum or a coarse step multiply the amount beyond the cap', () => {
    expect(() => sizeByNotional(rules, { notional: 5, price: 90_000, rounding: 'up', maxNotional: 20 })).toThrow(
      'is at most 20; the smallest quantity that fits is 0.001',
    )
  })

  it('refuses more than the largest quantity, for MARKET orders their own', () => {
    const large = { notional: 60_000, price: 1000, rounding: 'down', maxNotional: 1e9 } as const
    expect(sizeByNotional(rules, large).quantity).toBe('60')
    expect(() => sizeByNotional(rules, { ...large, market: true })).toThrow('MARKET_LOT_SIZE.maxQty')
    expect(() => sizeByNotional(rules, { ...large, notional: 600_000 })).toThrow('LOT_SIZE.maxQty')
  })

  it('refuses amounts and prices that are not above 0', () => {
    const request = { notional: 100, price: 3000, rounding: 'down', maxNotional: 200 } as const
    for (const wrong of [{ notional: 0 }, { notional: -5 }, { price: 0 }, { price: 'x' }]) {
      expect(() => sizeByNotional(rules, { ...request, ...wrong })).toThrow(ParameterError)
    }
  })

  it('gives a quantity on the step, within the cap, at or above every minimum', () => {
    const amounts = fc.integer({ min: 1, max: 5_000_000 }).map((cents) => toDecimal(cents).times('0.01'))
    const isRefused = (error: unknown) => error instanceof ParameterError
    fc.assert(
      fc.property(
        amounts,
        amounts,
        fc.constantFrom('down', 'up'),
        fc.boolean(),
        (notional, price, rounding, market) => {
          const maxNotional = notional.times(3)
          const isFit = ({ quantity, decidedBy }: NotionalSize) => {
            const value = price.times(quantity)
            const isOnStep = toDecimal(quantity)
              .modulo(market ? '0.01' : '0.001')
              .isZero()
            const isRight = rounding === 'up' ? value.gte(notional) : value.lte(notional)
            return isOnStep && value.gte(5) && value.lte(maxNotional) && (decidedBy !== 'notional' || isRight)
          }
          let fits: boolean
          try {
            fits = isFit(sizeByNotional(rules, { notional, price, rounding, maxNotional, market }))
          } catch (error) {
            fits = isRefused(error)
          }
          expect(fits).toBe(true)
        },
      ),
    )
  })
})
