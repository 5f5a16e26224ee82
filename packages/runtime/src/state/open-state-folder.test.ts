import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { openStateFolder } from './open-state-folder.ts'
import { StateFolderError } from './state-folder-error.ts'

let path = ''
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'state-')), 'inner')
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

const open = (version = 1, more: object = {}) => openStateFolder({ path, program: 'maker', version, ...more })

function refuse(action: () => unknown): [rule: string, message: string] {
  try {
    action()
  } catch (error) {
    if (error instanceof StateFolderError) return [error.rule, error.message]
    throw error
  }
  throw new Error('it was accepted')
}

describe('a state folder', () => {
  it('is made for its owner alone and counts its starts', () => {
    const first = open()
    expect(first).toMatchObject({ isNew: true, starts: 1 })
    first[Symbol.dispose]()
    using second = open()
    expect(second).toMatchObject({ isNew: false, starts: 2 })
  })

  it('is held by one program at a time, and free again after it', () => {
    const first = open()
    const [rule, message] = refuse(() => open())
    expect(rule).toBe('lock')
    expect(message).toContain(`in use by maker (process ${process.pid})`)
    first[Symbol.dispose]()
    open()[Symbol.dispose]()
  })

  it('is brought up to date step by step, and goes on after a migration that failed', () => {
    open(1)[Symbol.dispose]()
    const done: string[] = []
    const failing = () => {
      throw new Error('power cut')
    }
    expect(() => open(3, { migrations: [() => done.push('1→2'), failing] })).toThrow('power cut')
    expect(refuse(() => open(1))[0]).toBe('version')
    open(3, { migrations: [failing, () => done.push('2→3')] })[Symbol.dispose]()
    expect(done).toEqual(['1→2', '2→3'])
  })

  it('of a newer version is refused and left as it is', () => {
    open(1)[Symbol.dispose]()
    writeFileSync(join(path, 'state.json'), '{"format":"aster-state","program":"maker","version":9,"starts":3}')
    const [rule, message] = refuse(() => open(2))
    expect(rule).toBe('version')
    expect(message).toContain('newer version (9; this one knows 2)')
    expect(readFileSync(join(path, 'state.json'), 'utf8')).toContain('"starts":3')
  })

  it('of another program is refused', () => {
    open()[Symbol.dispose]()
    expect(refuse(() => openStateFolder({ path, program: 'webhook-server', version: 1 }))[0]).toBe('owner')
  })

  it('with a torn state file is refused at each length, never taken for a new one', () => {
    open()[Symbol.dispose]()
    const file = join(path, 'state.json')
    const whole = readFileSync(file, 'utf8').trimEnd()
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(file, whole.slice(0, length))
      expect(refuse(() => open())[0]).toBe('format')
    }
  })

  it('on a disk that is nearly full is refused before anything is begun', () => {
    const [rule, message] = refuse(() => open(1, { leastFreeBytes: Number.MAX_SAFE_INTEGER }))
    expect(rule).toBe('space')
    expect(message).toMatch(/has \d+ MiB left/)
    expect(existsSync(join(path, 'state.json'))).toBe(false)
  })

  it('that cannot be written is refused with the reason', () => {
    writeFileSync(`${path}-file`, '')
    expect(refuse(() => openStateFolder({ path: `${path}-file`, program: 'p', version: 1 }))[0]).toBe('writable')
    expect(refuse(() => openStateFolder({ path: '/dev/null/aster', program: 'p', version: 1 }))[0]).toBe('writable')
    rmSync(`${path}-file`)
  })
})
