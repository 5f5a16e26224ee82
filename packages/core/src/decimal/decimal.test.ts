import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ParameterError } from '../errors/index.ts'
import { Decimal, formatDecimal, toDecimal } from './decimal.ts'

describe('toDecimal', () => {
  it.each([
    ['0.1', '0.1'],
    ['1.2E7', '12000000'],
    ['-3e-8', '-0.00000003'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+7', '7'],
    ['0.00000', '0'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [new Decimal('0.30'), '0.3'],
  ])('reads %s', (value, expected) => {
    expect(formatDecimal(toDecimal(value))).toBe(expected)
  })

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1,5',
    '0x1F',
    'NaN',
    'Infinity',
    '-',
    '.',
    '1e',
    '1e9999',
    '1e61',
    '1e-61',
    '1_000',
    '１',
  ])('refuses "%s"', (text) => {
    expect(() => toDecimal(text)).toThrow(ParameterError)
  })

  it('refuses numbers that are none', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e100])
      expect(() => toDecimal(value)).toThrow(ParameterError)
  })

  it('adds without the noise of floats', () => {
    expect(formatDecimal(toDecimal('0.1').plus('0.2'))).toBe('0.3')
  })
})

describe('formatDecimal', () => {
  it('never writes an exponent, a trailing zero or a negative zero', () => {
    expect(formatDecimal('1e-20')).toBe('0.00000000000000000001')
    expect(formatDecimal('1e30')).toBe(`1${'0'.repeat(30)}`)
    expect(formatDecimal('1.500')).toBe('1.5')
    expect(formatDecimal('-0.0')).toBe('0')
    expect(String(toDecimal('1e-20'))).toBe('0.00000000000000000001')
  })

  it('writes what reads back as the same number', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.integer({ min: 0, max: 20 }),
        (units, places) => {
          const decimal = new Decimal(units.toString()).times(new Decimal(10).pow(-places))
          const text = formatDecimal(decimal)
          expect(text).toMatch(/^(?:0|-?(?:[1-9]\d*|0)(?:\.\d*[1-9])?)$/)
          expect(toDecimal(text).equals(decimal)).toBe(true)
        },
      ),
    )
  })
})
