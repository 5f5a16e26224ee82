import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { bool, decimal, expandExponent, id, timeMs } from './received.ts'

describe('decimal', () => {
  it.each([
    ['0.00000', '0.00000'],
    ['1.2E7', '12000000'],
    ['1.2e-7', '0.00000012'],
    ['-5E-1', '-0.5'],
    ['.5', '.5'],
    ['1E0', '1'],
    ['123.456E1', '1234.56'],
    ['0.001E3', '1'],
    [1e-7, '0.0000001'],
    [12, '12'],
    [1e21, '1000000000000000000000'],
  ])('reads %s', (input, text) => {
    expect(decimal.parse(input)).toBe(text)
  })

  it.each([['abc'], [''], ['1e'], ['1e999999'], [Number.NaN], [true], [null], [undefined]])('refuses %s', (input) => {
    expect(decimal.safeParse(input).success).toBe(false)
  })

  it('writes every number without an exponent and without changing it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = expandExponent(String(value))
        expect(text).not.toMatch(/e/i)
        expect(Number(text) === value).toBe(true)
      }),
    )
  })
})

describe('id', () => {
  it('is text, whether it came as a number or as text', () => {
    expect([id.parse(9_007_199_254_740_991), id.parse('9223372036854775807')]).toEqual([
      '9007199254740991',
      '9223372036854775807',
    ])
  })

  it('refuses a number that has lost digits', () => {
    expect(id.safeParse(2 ** 63).success).toBe(false)
    expect(id.safeParse(1.5).success).toBe(false)
  })
})

describe('bool and timeMs', () => {
  it('read what comes as text', () => {
    expect([bool.parse('false'), bool.parse(true), timeMs.parse('120000'), timeMs.parse(5)]).toEqual([
      false,
      true,
      120_000,
      5,
    ])
  })

  it('refuse anything else', () => {
    expect([bool.safeParse('yes').success, bool.safeParse(1).success, timeMs.safeParse('1.5').success]).toEqual([
      false,
      false,
      false,
    ])
  })
})
