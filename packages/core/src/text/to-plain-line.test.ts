import { describe, expect, it } from 'vitest'

import { toPlainLine } from './to-plain-line.ts'

describe('toPlainLine', () => {
  it('leaves an ordinary text as it is, in any script', () => {
    expect(toPlainLine('enough, 5 % lost · genug · 够了')).toBe('enough, 5 % lost · genug · 够了')
  })

  it('takes away what a terminal would obey', () => {
    expect(toPlainLine('a\u001B[2J\u001B]0;title\u0007b\r\nc\u009Bd')).toBe('a [2J ]0;title b c d')
  })

  it('takes away what would turn the direction of the line', () => {
    expect(toPlainLine('sell \u202Ellub\u202C now\u2028really')).toBe('sell  llub  now really')
  })

  it('cuts what is too long, and no character in half', () => {
    expect(toPlainLine('abcdef', 4)).toBe('abc…')
    expect(toPlainLine('ab😀cdef', 4).isWellFormed()).toBe(true)
  })
})
