import { describe, expect, it } from 'vitest'

import { parseJson } from './parse-json.ts'

describe('parseJson', () => {
  it('keeps every digit of an id beyond 2^53', () => {
    expect(parseJson('{"orderId":9223372036854775807,"a":[18446744073709551615]}')).toEqual({
      orderId: '9223372036854775807',
      a: ['18446744073709551615'],
    })
  })

  it('leaves smaller ids, fractions and texts as they are', () => {
    const text = '{"id":9007199254740991,"price":0.1234567890123456,"text":"12345678901234567890"}'
    expect(parseJson(text)).toEqual({
      id: 9_007_199_254_740_991,
      price: 0.123_456_789_012_345_6,
      text: '12345678901234567890',
    })
  })

  it('keeps every digit of a decimal that a double would round', () => {
    const text = '{"walletBalance":12345678901.12345678,"rows":[-0.12345678901234567890, 0.10000000000000000000,1e-8]}'
    expect(parseJson(text)).toEqual({
      walletBalance: '12345678901.12345678',
      rows: ['-0.12345678901234567890', 0.1, 1e-8],
    })
  })

  it('throws on what is not JSON', () => {
    expect(() => parseJson('<html>')).toThrow(SyntaxError)
  })
})
