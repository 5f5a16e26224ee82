import { ParameterError } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { encodeParams } from './encode-params.ts'

describe('encodeParams', () => {
  it('keeps the order, encodes names and values once, and writes a space as %20', () => {
    expect(
      encodeParams([
        ['b c', 'x y'],
        ['a', '1+1=2&é'],
        ['empty', ''],
      ]),
    ).toBe('b%20c=x%20y&a=1%2B1%3D2%26%C3%A9&empty=')
  })

  it('writes a space as + in form style', () => {
    expect(
      encodeParams(
        [
          ['a', 'x y'],
          ['b', "it's"],
        ],
        'form',
      ),
    ).toBe('a=x+y&b=it%27s')
  })

  it('gives nothing for nothing', () => {
    expect(encodeParams([])).toBe('')
  })

  it('refuses half of a surrogate pair by name', () => {
    expect(() => encodeParams([['name', '\ud800']])).toThrow(ParameterError)
  })

  it('can be read back, whatever is in it', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), fc.constantFrom('percent', 'form'), (params, style) => {
        expect([...new URLSearchParams(encodeParams(params, style))]).toEqual(params)
      }),
    )
  })
})
