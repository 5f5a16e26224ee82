import { describe, expect, it } from 'vitest'

import { formatScaled, multiplyScaled, parseScaled } from './scaled-text.ts'

describe('formatScaled', () => {
  it.each([
    [1234, '0.1', '123.4'],
    [3, '0.05', '0.15'],
    [-7, '0.25', '-1.75'],
    [42, '5', '210'],
    [0, '0.001', '0.000'],
    [1, '0.0001000', '0.0001'],
  ])('%i steps of %s are %s', (count, size, text) => {
    expect(formatScaled(count, parseScaled(size))).toBe(text)
  })

  it('is exact for products beyond a double', () => {
    const size = multiplyScaled(parseScaled('0.1'), parseScaled('0.001'))
    expect(formatScaled(90_071_992_547_409_931n, size)).toBe('9007199254740.9931')
  })
})
