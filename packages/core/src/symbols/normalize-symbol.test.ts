import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ParameterError } from '../errors/index.ts'
import { fromStreamSymbol, normalizeSymbol, toStreamSymbol } from './normalize-symbol.ts'

describe('normalizeSymbol', () => {
  it.each([
    ['BTCUSDT', 'BTCUSDT'],
    ['btcusdt', 'BTCUSDT'],
    ['BTCUSDT.P', 'BTCUSDT'],
    ['BINANCE:BTCUSDT.P', 'BTCUSDT'],
    ['binance:btcusdt.p', 'BTCUSDT'],
    ['ASTER:BTCUSDT', 'BTCUSDT'],
    ['BTC/USDT', 'BTCUSDT'],
    ['BTC/USDT:USDT', 'BTCUSDT'],
    ['BTC-USDT', 'BTCUSDT'],
    ['SOL_USDT', 'SOLUSDT'],
    ['BTC-PERP', 'BTCUSDT'],
    ['BTCPERP', 'BTCUSDT'],
    ['BTCUSDT-PERP', 'BTCUSDT'],
    ['BTCUSDT_PERP', 'BTCUSDT'],
    ['BTC-USDT-SWAP', 'BTCUSDT'],
    ['BTC-USD1-PERP', 'BTCUSD1'],
    ['1000SHIBUSDT', '1000SHIBUSDT'],
    ['PERPUSDT', 'PERPUSDT'],
    ['PERP-PERP', 'PERPUSDT'],
    [' btc usdt ', 'BTCUSDT'],
    ['币安人生USDT', '币安人生USDT'],
    ['币安人生usdt.p', '币安人生USDT'],
    ['ASTER:币安人生USDT', '币安人生USDT'],
  ])('reads %s as %s', (text, symbol) => {
    expect(normalizeSymbol(text)).toBe(symbol)
  })

  it('adds the quote asset that is asked for', () => {
    expect(normalizeSymbol('BTC-PERP', { quoteAsset: 'USDF' })).toBe('BTCUSDF')
  })

  it('leaves what it gave as it is', () => {
    const words = fc.stringMatching(/^[A-Z0-9]{1,8}$/)
    fc.assert(
      fc.property(
        words,
        fc.constantFrom('', '/', '-', '_'),
        fc.constantFrom('', '.P', '-PERP'),
        (base, separator, ending) => {
          const symbol = normalizeSymbol(`${base}${separator}USDT${ending}`)
          expect(symbol).toBe(`${base}USDT`)
          expect(normalizeSymbol(symbol)).toBe(symbol)
        },
      ),
    )
  })

  it.each(['', '   ', '/', 'BTC$USDT', 'BTC.USDT', 'BTC\nUSDT;', '{"a":1}'])('refuses "%s"', (text) => {
    expect(() => normalizeSymbol(text)).toThrow(ParameterError)
  })
})

describe('toStreamSymbol', () => {
  it('lowers A to Z and leaves every other alphabet alone', () => {
    expect(toStreamSymbol('BTCUSDT')).toBe('btcusdt')
    expect(toStreamSymbol('币安人生USDT')).toBe('币安人生usdt')
    expect(toStreamSymbol('İUSDT')).toBe('İusdt')
  })

  it('has a reverse', () => {
    for (const symbol of ['BTCUSDT', '币安人生USDT', 'İUSDT', 'ßUSDT']) {
      expect(fromStreamSymbol(toStreamSymbol(symbol))).toBe(symbol)
    }
  })
})
