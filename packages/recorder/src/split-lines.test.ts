import { describe, expect, it } from 'vitest'

import { splitLines, tooLong } from './split-lines.ts'

async function* chunk(...texts: string[]): AsyncGenerator<Uint8Array, 'end'> {
  for (const text of texts) yield new TextEncoder().encode(text)
  return 'end'
}

async function split(longest: number, ...texts: string[]) {
  const batches = splitLines(chunk(...texts), longest)
  const lines = []
  while (true) {
    const { done, value } = await batches.next()
    if (done === true) return { lines, end: value }
    lines.push(...value)
  }
}

describe('splitLines', () => {
  it('joins what a chunk border cut, and hands on how the bytes ended', async () => {
    expect(await split(100, 'ab', 'c\nd', '\n\ne')).toEqual({ lines: ['abc', 'd', '', 'e'], end: 'end' })
  })

  it('drops a line that is too long, once, however many chunks it fills', async () => {
    expect(await split(4, 'ok\n', 'long', 'longlong', 'long', 'x\nok\n')).toMatchObject({
      lines: ['ok', tooLong, 'ok'],
    })
    expect(await split(4, 'toolong\nok\n')).toMatchObject({ lines: [tooLong, 'ok'] })
    expect(await split(4, 'ok\n', 'toolong', 'still')).toMatchObject({ lines: ['ok', tooLong] })
  })
})
