import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createVirtualClock } from '@aster/core'
import { afterAll, describe, expect, it } from 'vitest'

import { openRotatingFile } from './rotating-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'rotating-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a rotating file', () => {
  it('has on disk after a moment what was written', async () => {
    const clock = createVirtualClock()
    const path = join(folder, 'a.log')
    const file = openRotatingFile({ path, clock })
    file.write('one')
    file.write('two')
    expect(readFileSync(path, 'utf8')).toBe('')
    await clock.advance(200)
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
    file.close()
  })

  it('keeps going on a full disk, tells once, and counts what it had to give up', async () => {
    // every write to it answers ENOSPC
    const clock = createVirtualClock()
    const troubles: boolean[] = []
    const onTrouble = ({ failing }: { failing: boolean }) => troubles.push(failing)
    const file = openRotatingFile({ path: '/dev/full', clock, keepFiles: 0, onTrouble })
    for (let count = 0; count < 12_000; count += 1) file.write(`line ${count}`)
    await clock.advance(1_000)
    expect(troubles).toEqual([true])
    expect(file.lostLines).toBe(2_000)
    file.close()
    expect(file.lostLines).toBe(12_000)
  })

  it('refuses a place where nothing can be written', () => {
    expect(() => openRotatingFile({ path: '/dev/null/a.log', clock: createVirtualClock() })).toThrow(/EEXIST|ENOTDIR/)
  })
})
