import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { type Connection, readConnection, writeConnection } from './connection-file.ts'
import { openStateFolder } from './open-state-folder.ts'

let path = ''
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'connection-'))
})
afterEach(() => rmSync(path, { recursive: true }))

const open = () => openStateFolder({ path, program: 'demo', version: 1 })
const connection: Connection = {
  program: 'demo',
  processId: 17,
  startedMs: 1_000,
  restUrl: 'http://127.0.0.1:4000',
  wsUrl: 'ws://127.0.0.1:4000',
  user: '0x01',
  keyFile: 'runs/000001/paper-key',
  journal: 'runs/000001/journal.db',
  feed: 'runs/000001/feed.jsonl',
  haltFiles: ['/tmp/halt'],
}

describe('the connection of a state folder', () => {
  it('leads to the running program and to its files, and only its owner reads it', () => {
    using folder = open()
    writeConnection(folder, connection)
    expect(readConnection(path)).toMatchObject({
      isRunning: true,
      restUrl: 'http://127.0.0.1:4000',
      journal: join(path, 'runs/000001/journal.db'),
      haltFiles: ['/tmp/halt'],
    })
    expect(statSync(join(path, 'connection.json')).mode & 0o777).toBe(0o600)
  })

  it('tells a program that has ended, in order or by kill -9, from one that runs', () => {
    const folder = open()
    writeConnection(folder, { ...connection, endedMs: 2_000 })
    expect(readConnection(path)).toMatchObject({ isRunning: false, endedMs: 2_000 })
    writeConnection(folder, connection)
    // the lock ends with the process, whatever it could still write
    folder[Symbol.dispose]()
    expect(readConnection(path)).toMatchObject({ isRunning: false })
  })

  it('may be looked at while a program starts', () => {
    open()[Symbol.dispose]()
    for (let start = 0; start < 20; start += 1) {
      using folder = open()
      writeConnection(folder, connection)
      expect(readConnection(path).isRunning).toBe(true)
    }
  })

  it('never leads away from this machine, nor out of the folder', () => {
    using folder = open()
    for (const [field, value, reason] of [
      ['restUrl', 'https://fapi.asterdex.com', 'restUrl must be on this machine'],
      ['wsUrl', 'ws://127.0.0.1.evil.example', 'wsUrl must be on this machine'],
      ['keyFile', '../../home/key', 'keyFile must be inside the folder'],
      ['journal', '/etc/passwd', 'journal must be inside the folder'],
    ] as const) {
      const facts = { ...connection, [field]: value }
      expect(() => writeConnection(folder, facts)).toThrow(reason.slice(field.length + 1))
      writeFileSync(
        folder.file('connection.json'),
        JSON.stringify({ format: 'aster-connection', version: 1, ...facts }),
      )
      expect(() => readConnection(path)).toThrow(reason)
    }
  })

  it('is refused where there is none, and torn at any length', () => {
    using folder = open()
    expect(() => readConnection(path)).toThrow('no program that trades on paper is ready on it')
    writeConnection(folder, connection)
    const whole = readFileSync(folder.file('connection.json'), 'utf8').trimEnd()
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(folder.file('connection.json'), whole.slice(0, length))
      expect(() => readConnection(path)).toThrow('cannot be used')
    }
  })
})
