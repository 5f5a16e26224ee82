import { describe, expect, it } from 'vitest'

import { paintLine } from './styled-text.ts'

describe('paintLine', () => {
  it('lets no word command the terminal, and keeps the columns apart', () => {
    expect(paintLine([['  id '], ['a\u001B[2J\u0007b\nc'], [' end ']], 80, false)).toBe('  id a [2J b c end ')
    expect(paintLine([['   ']], 80, false)).toBe('   ')
  })

  it('counts characters of two columns as two', () => {
    expect(paintLine([['够了够了'], ['!']], 9, false)).toBe('够了够了!')
    expect(paintLine([['够了够了'], ['!']], 8, false)).toBe('够了够了')
    expect(paintLine([['够了够了']], 6, false)).toBe('够了…')
    expect(paintLine([['🔥🔥🔥']], 4, false)).toBe('🔥…')
  })

  it('ends at the width of a narrow terminal, also of one column', () => {
    expect(paintLine([['12345'], ['67890']], 7, false)).toBe('123456…')
    expect(paintLine([['12345']], 1, false)).toBe('…')
    expect(paintLine([['12345']], 0, false)).toBe('')
  })
})
