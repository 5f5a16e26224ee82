import { describe, expect, it } from 'vitest'

import { createLineSplitter, tooLong } from './split-lines.ts'

function split(longestLine: number, ...texts: string[]) {
  const splitter = createLineSplitter(longestLine)
  const bytes = texts.map((text) => new TextEncoder().encode(text))
  return [...bytes.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()]
}

describe('createLineSplitter', () => {
  it('joins what a chunk border cut', () => {
    expect(split(100, 'ab', 'c\nd', '\n\ne')).toEqual(['abc', 'd', '', 'e'])
  })

  it('joins a character that a chunk border cut', () => {
    const splitter = createLineSplitter(100)
    const bytes = new TextEncoder().encode('币\n')
    expect([...splitter.push(bytes.subarray(0, 1)), ...splitter.push(bytes.subarray(1))]).toEqual(['币'])
  })

  it('drops a line that is too long, once, however many chunks it fills', () => {
    expect(split(4, 'ok\n', 'long', 'longlong', 'long', 'x\nok\n')).toEqual(['ok', tooLong, 'ok'])
    expect(split(4, 'toolong\nok\n')).toEqual([tooLong, 'ok'])
    expect(split(4, 'ok\n', 'toolong', 'still')).toEqual(['ok', tooLong])
  })
})
