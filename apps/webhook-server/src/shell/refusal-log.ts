import { DatabaseSync } from 'node:sqlite'

import type { NotedRefusal } from '../core/noted-refusal.ts'

/** Why alerts were not taken in: the newest few thousand. */
export interface RefusalLog extends Disposable {
  /** @throws The disk is full, or somebody else holds the file. */
  note(refusal: NotedRefusal): void
  /** Newest first. */
  list(options: { readonly limit: number }): readonly NotedRefusal[]
}

const mostRefusals = 5_000

/**
 * Opens the log. Nobody waits for its disk, nor for somebody else who holds its file: what is lost of it was answered all
 * the same.
 */
export function openRefusalLog(path: string): RefusalLog {
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 20')
  db.exec('create table if not exists refusals (sequence integer primary key autoincrement, body text not null) strict')
  const insert = db.prepare('insert into refusals (body) values (?)')
  const trim = db.prepare('delete from refusals where sequence <= ?')
  const page = db.prepare('select body from refusals order by sequence desc limit ?')
  return {
    note({ refusal: { status, code, message, mistakes }, ...facts }) {
      const body = JSON.stringify({ ...facts, refusal: { status, code, message, mistakes } })
      const { lastInsertRowid } = insert.run(body)
      trim.run(Number(lastInsertRowid) - mostRefusals)
    },
    list: ({ limit }) => (page.all(limit) as { body: string }[]).map(({ body }) => JSON.parse(body) as NotedRefusal),
    [Symbol.dispose]: () => db.close(),
  }
}
