import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { makeFolder } from './make-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'make-folder-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('makeFolder', () => {
  it('makes what is missing, for its owner alone, and is content with what is there', () => {
    const path = join(folder, 'a', 'b')
    makeFolder(path)
    makeFolder(path)
    expect(statSync(path).mode & 0o777).toBe(0o700)
  })

  it('says so where a file is in the way, or nothing can be made, and never hangs', () => {
    makeFolder(folder)
    writeFileSync(join(folder, 'file'), '')
    expect(() => makeFolder(join(folder, 'file', 'below'))).toThrow('ENOTDIR')
    expect(() => makeFolder('/proc/nothing/below')).toThrow(/ENOENT|EPERM|EACCES/)
  })
})
