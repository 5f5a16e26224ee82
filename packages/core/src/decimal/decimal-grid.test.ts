import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createDecimalGrid, formatUnits, parseUnits } from './decimal-grid.ts'
import { Decimal, formatDecimal, toDecimal } from './decimal.ts'

const steps = fc.constantFrom(
  '0.1',
  '0.10',
  '0.05',
  '0.25',
  '5',
  '1',
  '10',
  '0.01',
  '0.0001',
  '0.00010',
  '0.000010',
  '0.5',
  '25',
  '0.025',
  '0.00000001',
)

/** Decimal text in all plain forms: signs, leading zeros, trailing zeros, no digits on one side of the point. */
const plainText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.bigInt({ min: 0n, max: 10n ** 17n }),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([sign, units, places, zeros]) => {
    const digits = units.toString().padStart(places + 1, '0')
    const whole = digits.slice(0, digits.length - places)
    return `${sign}${whole}${places === 0 && zeros === 0 ? '' : `.${digits.slice(digits.length - places)}${'0'.repeat(zeros)}`}`
  })

describe('createDecimalGrid', () => {
  it('counts what Decimal counts, and nothing that is not exact', () => {
    fc.assert(
      fc.property(steps, plainText, (step, text) => {
        const quotient = new Decimal(text).dividedBy(step)
        const count = quotient.isInteger() ? quotient.toNumber() : undefined
        const units = new Decimal(text).times(new Decimal(10).pow(toDecimal(step).decimalPlaces()))
        const isExact = units.abs().lessThanOrEqualTo(Number.MAX_SAFE_INTEGER)
        expect(createDecimalGrid(step).parse(text)).toBe(isExact && count !== undefined ? count + 0 : undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it('writes a count so that it reads back', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (step, count) => {
        const grid = createDecimalGrid(step)
        const text = grid.format(count)
        expect(text).toBe(formatDecimal(new Decimal(step).times(count)))
        expect(grid.parse(text)).toBe(count + 0)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['0.05', '100.05', 2001],
    ['0.05', '100.01', undefined],
    ['0.25', '100.50', 402],
    ['5', '61805', 12361],
    ['5', '61804.00', undefined],
    ['10', '120', 12],
    ['10', '125', undefined],
    ['0.1', '61800.20', 618002],
    ['0.1', '61800.25', undefined],
  ])('on steps of %s counts %s as %s', (step, text, count) => {
    expect(createDecimalGrid(step).parse(text)).toBe(count)
  })

  it.each(['', '-', '.', '1.2.3', '1e3', ' 1', '1 ', '+1', 'NaN', '1,0', '--1', '1-'])(
    'counts nothing in "%s"',
    (text) => {
      expect(createDecimalGrid('0.1').parse(text)).toBeUndefined()
    },
  )

  it('knows no negative zero', () => {
    const grid = createDecimalGrid('0.1')
    expect(Object.is(grid.parse('-0.0'), 0)).toBe(true)
    expect(grid.format(-0)).toBe('0')
  })

  it('refuses a step that is not above 0 or has too many digits, and a count that is not exact', () => {
    for (const step of ['0', '-0.1', '123456789.123456789']) expect(() => createDecimalGrid(step)).toThrow(RangeError)
    const grid = createDecimalGrid('0.25')
    for (const count of [2 ** 52, 0.5, Number.NaN]) expect(() => grid.format(count)).toThrow(RangeError)
  })
})

describe('parseUnits and formatUnits', () => {
  it('turn text into whole units and back', () => {
    expect(parseUnits('1.25', 2)).toBe(125)
    expect(parseUnits('1.25', 8)).toBe(125_000_000)
    expect(parseUnits('1.250', 2)).toBe(125)
    expect(parseUnits('1.255', 2)).toBeUndefined()
    expect(parseUnits('9007199254740991', 0)).toBe(Number.MAX_SAFE_INTEGER)
    expect(parseUnits('9007199254740992', 0)).toBeUndefined()
    expect(parseUnits('9'.repeat(400), 0)).toBeUndefined()
    expect(formatUnits(1250, 3)).toBe('1.25')
    expect(formatUnits(-5, 3)).toBe('-0.005')
    expect(formatUnits(7000, 3)).toBe('7')
  })
})
