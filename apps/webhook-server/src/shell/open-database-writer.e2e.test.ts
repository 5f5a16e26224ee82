import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { describe, expect, it } from 'vitest'

import { NotWrittenError } from '../core/not-written-error.ts'
import { openDatabaseWriter } from './open-database-writer.ts'

const insert = 'insert into notes (id, text) values (?, ?)'

function openScratch() {
  const folder = mkdtempSync(join(tmpdir(), 'writer-'))
  const path = join(folder, 'notes.db')
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; create table notes (id text primary key, text text not null) strict')
  const writer = openDatabaseWriter(path)
  return {
    writer,
    read: () => (db.prepare('select id from notes order by rowid').all() as { id: string }[]).map(({ id }) => id),
    async [Symbol.asyncDispose]() {
      await writer[Symbol.asyncDispose]()
      db.close()
      rmSync(folder, { recursive: true })
    },
  }
}

describe('openDatabaseWriter', () => {
  it('has written, in order, what it says it has written, for everybody to read', async () => {
    await using scratch = openScratch()
    const ids = Array.from({ length: 50 }, (_, index) => `note ${index}`)
    const results = await Promise.all(ids.map((id) => scratch.writer.write(insert, [id, 'x'])))
    expect(scratch.read()).toEqual(ids)
    expect(results.map(({ rowId }) => rowId)).toEqual(ids.map((_, index) => index + 1))
  })

  it('writes all of what is asked for in one turn, or nothing of it', async () => {
    await using scratch = openScratch()
    await scratch.writer.write(insert, ['a', 'x'])
    const together = ['b', 'a', 'c'].map((id) => scratch.writer.write(insert, [id, 'x']))
    const outcomes = await Promise.allSettled(together)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(scratch.read()).toEqual(['a'])
    await scratch.writer.write(insert, ['d', 'x'])
    expect(scratch.read()).toEqual(['a', 'd'])
  })

  it('writes what waits before it closes, and nothing afterwards', async () => {
    await using scratch = openScratch()
    const waiting = scratch.writer.write(insert, ['a', 'x'])
    const closed = scratch.writer[Symbol.asyncDispose]()
    await expect(scratch.writer.write(insert, ['late', 'x'])).rejects.toThrow(NotWrittenError)
    await closed
    await expect(waiting).resolves.toMatchObject({ changes: 1 })
    await expect(scratch.writer.write(insert, ['b', 'x'])).rejects.toThrow(NotWrittenError)
    expect(scratch.read()).toEqual(['a'])
  })
})
