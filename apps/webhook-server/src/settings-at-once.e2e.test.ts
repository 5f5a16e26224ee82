import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { openFolder, runToEnd } from './testing/run-program.ts'

describe('a start with several mistakes', () => {
  it('is told all of them at once, ends with 2, and leaves no folder', async () => {
    using scratch = openFolder()
    const { folder } = scratch
    writeFileSync(join(folder, 'strategies.json'), '{"a":{"symbols":["NOPEUSDT"]}}')
    const { code, stderr } = await runToEnd(
      [
        '--mode paper --host 0.0.0.0 --allow-source nonsense --rest-url nowhere',
        '--strategies strategies.json --strategy-secret breakout:short',
      ].flatMap((words) => words.split(' ')),
      { folder },
    )
    expect(code).toBe(2)
    for (const name of [
      '--webhook-secret',
      '--allow-source',
      '--rest-url',
      '--ws-url',
      '--strategies',
      '--strategy-secret',
    ]) {
      expect(stderr).toContain(name)
    }
    expect(stderr).not.toContain('short')
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('is told of two strategies with one token, for the token would say neither', async () => {
    using scratch = openFolder()
    const token = 'the-same-token-for-both'
    const { code, stderr } = await runToEnd(
      ['--mode', 'paper', '--port', '0', '--strategy-secret', `a:${token},b:${token}`],
      { folder: scratch.folder },
    )
    expect(code).toBe(2)
    expect(stderr).toContain('two strategies have the same token')
    expect(stderr).not.toContain(token)
    expect(existsSync(join(scratch.folder, 'data'))).toBe(false)
  })
})
