import { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { defaultExchangeInfo } from './default-exchange-info.ts'
import { parseExchangeInfo, selectSymbols } from './exchange-info.ts'

const [entry] = defaultExchangeInfo.symbols
const filters = (filterType: string, field: string, value: unknown) =>
  entry?.filters.map((filter) => (filter.filterType === filterType ? { ...filter, [field]: value } : filter))

/** Field and message of the refusal. */
function refusalOf(act: () => unknown): string {
  try {
    act()
    return 'accepted'
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    return error.violations.map(({ field, message }) => `${field} ${message}`).join('; ')
  }
}

describe('parseExchangeInfo', () => {
  it('reads what it has written', () => {
    expect(parseExchangeInfo(JSON.stringify(defaultExchangeInfo))).toEqual(defaultExchangeInfo)
  })

  it('fills in what is not about symbols', () => {
    const info = parseExchangeInfo(JSON.stringify({ symbols: [entry], assets: [] }))
    expect(info).toEqual({ ...defaultExchangeInfo, symbols: [entry] })
  })

  it.each<[string, unknown]>([
    ['exchangeInfo must be an object', null],
    ['exchangeInfo must be an object', []],
    ['symbols needs a list of symbols', {}],
    ['symbols needs a list of symbols', { symbols: {} }],
    ['symbols[0] must be an object', { symbols: [null] }],
    ['symbols[1] lists BTCUSDT twice', { symbols: [entry, entry] }],
    ['symbols[0].symbol must be a text', { symbols: [{ ...entry, symbol: 5 }] }],
    ['symbols[0].marginAsset must be a text', { symbols: [{ ...entry, marginAsset: undefined }] }],
    ['symbols[0].pricePrecision must be a whole number, at least 0', { symbols: [{ ...entry, pricePrecision: 'x' }] }],
    ['symbols[0].orderTypes must be a list of texts', { symbols: [{ ...entry, orderTypes: undefined }] }],
    ['symbols[0].filters must be a list of filters', { symbols: [{ ...entry, filters: undefined }] }],
    ['symbols[0].filters must be a list of filters', { symbols: [{ ...entry, filters: [null] }] }],
    [
      'symbols[0] BTCUSDT: PRICE_FILTER.tickSize is not a decimal number of 0 or more',
      { symbols: [{ ...entry, filters: filters('PRICE_FILTER', 'tickSize', '-1') }] },
    ],
    ['rateLimits must be a list', { symbols: [entry], rateLimits: 'x' }],
    ['rateLimits[0] must be an object', { symbols: [entry], rateLimits: [null] }],
    ['rateLimits[0].interval must be a text', { symbols: [entry], rateLimits: [{ rateLimitType: 'ORDERS' }] }],
    ['assets[0] must be an object', { symbols: [entry], assets: [7] }],
  ])('names what is wrong: %s', (words, info) => {
    expect(refusalOf(() => parseExchangeInfo(JSON.stringify(info)))).toBe(words)
  })

  it('says so when it is no JSON', () => {
    expect(refusalOf(() => parseExchangeInfo('<html>'))).toBe('exchangeInfo is not JSON')
  })
})

describe('selectSymbols', () => {
  it('keeps the order asked for, and refuses what is unknown or named twice', () => {
    const names = (wanted: string[]) => selectSymbols(defaultExchangeInfo, wanted).symbols.map(({ symbol }) => symbol)
    expect(names(['ETHUSDT', 'BTCUSDT'])).toEqual(['ETHUSDT', 'BTCUSDT'])
    expect(refusalOf(() => names(['NOPE']))).toMatch(/^symbols is not listed; known are BTCUSDT, /)
    expect(refusalOf(() => names(['BTCUSDT', 'BTCUSDT']))).toBe('symbols names a symbol twice')
  })
})
