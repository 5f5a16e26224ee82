import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { readOrMakeSecret } from './read-access-rules.ts'

function openScratch() {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'))
  return {
    folder,
    file: join(folder, 'webhook-secret'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

describe('a secret that a server makes for itself', () => {
  it('is made once, and readable by its owner only', () => {
    using scratch = openScratch()
    const secret = readOrMakeSecret(scratch.file)
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect(readOrMakeSecret(scratch.file)).toBe(secret)
    expect(statSync(scratch.file).mode & 0o777).toBe(0o600)
    expect(readdirSync(scratch.folder)).toEqual(['webhook-secret'])
  })

  it('is made anew where a crash left an empty file: nobody is let in by an empty secret', () => {
    using scratch = openScratch()
    writeFileSync(scratch.file, '\n')
    const secret = readOrMakeSecret(scratch.file)
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect(readFileSync(scratch.file, 'utf8')).toBe(`${secret}\n`)
  })
})
