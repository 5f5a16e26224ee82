import { paintLine } from '@aster/runtime'
import { describe, expect, it } from 'vitest'

import { renderSparkline } from './render-sparkline.ts'

describe('paintLine', () => {
  it('leaves no escape codes without colour', () => {
    expect(paintLine([['up', 'good'], [' and '], ['down', 'bad']], 80, false)).toBe('up and down')
  })

  it('closes every colour it opens', () => {
    expect(paintLine([['up', 'good']], 80, true)).toBe('\u001b[32mup\u001b[0m')
  })

  it('cuts to the width by what is seen, not by codes', () => {
    expect(
      paintLine(
        [
          ['12345', 'good'],
          ['67890', 'bad'],
        ],
        7,
        false,
      ),
    ).toBe('123456…')
    expect(
      paintLine(
        [
          ['12345', 'good'],
          ['67890', 'bad'],
        ],
        5,
        false,
      ),
    ).toBe('12345')
  })
})

describe('renderSparkline', () => {
  it('spans from the least to the greatest value', () => {
    expect(renderSparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█')
  })

  it('shows the newest values, aligned to the right', () => {
    expect(renderSparkline([9, 1, 2], 2)).toBe('▁█')
    expect(renderSparkline([1, 2], 4)).toBe('  ▁█')
  })

  it('draws a flat line in the middle', () => {
    expect(renderSparkline([5, 5, 5], 3)).toBe('▄▄▄')
  })
})
