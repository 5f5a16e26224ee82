import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
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

  it('begins on a line of its own behind half a line of a program that was killed', async () => {
    const clock = createVirtualClock()
    const path = join(folder, 'torn.log')
    writeFileSync(path, 'one\ntw')
    const file = openRotatingFile({ path, clock })
    file.write('three')
    await clock.advance(200)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe('one\ntw\nthree\n')
  })

  it('goes on after files could not be put aside, with every line', async () => {
    const clock = createVirtualClock()
    const path = join(folder, 'aside.log')
    // a folder where the file should go
    mkdirSync(`${path}.1`)
    const troubles: boolean[] = []
    const onTrouble = ({ failing }: { failing: boolean }) => troubles.push(failing)
    const file = openRotatingFile({ path, clock, maxBytes: 4, keepFiles: 1, onTrouble })
    file.write('first')
    await clock.advance(200)
    file.write('second')
    await clock.advance(1_000)
    rmdirSync(`${path}.1`)
    await clock.advance(200)
    file.write('third')
    await clock.advance(200)
    file.close()
    expect(readFileSync(path, 'utf8')).toBe('third\n')
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('second\n')
    expect(troubles).toEqual([true, false])
    expect(file.lostLines).toBe(0)
  })

  it('leaves no half line where the disk ends within one', () => {
    const path = join(folder, 'full.log')
    const source = new URL('rotating-file.ts', import.meta.url).href
    const script = `
      import { openRotatingFile } from ${JSON.stringify(source)}
      const clock = { schedule: () => ({ cancel() {} }) }
      const file = openRotatingFile({ path: ${JSON.stringify(path)}, clock })
      for (let count = 0; count < 9; count += 1) file.write('x'.repeat(99))
      file.flush()
      file.write('y'.repeat(99))
      file.write('z'.repeat(99))
      file.flush()
      file.close()
      console.log(file.lostLines)`
    // no file may grow beyond 1,024 bytes: the write after the ninth line is cut in its second one
    const limited = 'ulimit -f 1; exec "$0" --input-type=module --conditions=development -e "$1"'
    const lost = execFileSync('bash', ['-c', limited, process.execPath, script], { encoding: 'utf8' })
    expect(readFileSync(path, 'utf8')).toBe(`${'x'.repeat(99)}\n`.repeat(9))
    expect(lost.trim()).toBe('2')
  })

  it('refuses a place where nothing can be written', () => {
    expect(() => openRotatingFile({ path: '/dev/null/a.log', clock: createVirtualClock() })).toThrow(/EEXIST|ENOTDIR/)
  })
})
