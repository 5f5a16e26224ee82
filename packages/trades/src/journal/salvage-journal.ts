import { existsSync, renameSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

import type { Damage } from './find-damage.ts'
import { isIntact, type JournalRow } from './journal-format.ts'
import { headPath } from './journal-head.ts'
import type { JournalRepair } from './journal.ts'

/** What could be read of a damaged journal. */
export interface Salvage {
  readonly repair: JournalRepair
  /** Puts the entries into a new journal. */
  readonly fill: (db: DatabaseSync) => void
}

/** Reads what is left of a damaged journal and moves its files out of the way, where they can be looked at. */
export function salvageJournal(path: string, { reason, lost }: Damage): Salvage {
  const rows = readIntactRows(path)
  const movedTo = findFreeName(`${path}.damaged`)
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${movedTo}${suffix}`)
  }
  if (existsSync(headPath(path))) renameSync(headPath(path), headPath(movedTo))
  return {
    repair: { reason, kept: rows.length, lost, movedTo },
    fill(db) {
      const insert = db.prepare(
        'INSERT INTO entries (sequence, account, type, key, owner, at_ms, body, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      db.exec('BEGIN IMMEDIATE')
      for (const row of rows) {
        const { sequence, account, type, key, owner, at_ms: atMs, body, checksum } = row
        insert.run(sequence, account, type, key, owner ?? null, atMs, body, checksum)
      }
      db.exec('COMMIT')
    },
  }
}

function readIntactRows(path: string): readonly JournalRow[] {
  const rows: JournalRow[] = []
  if (!existsSync(path)) return rows
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    for (const row of db.prepare('SELECT * FROM entries ORDER BY sequence').iterate()) {
      if (isIntact(row as unknown as JournalRow)) rows.push(row as unknown as JournalRow)
    }
  } catch {
    // broken from here on: what came before is kept
  } finally {
    db?.close()
  }
  return rows
}

function findFreeName(stem: string): string {
  let number = 1
  while (existsSync(`${stem}-${number}`) || existsSync(`${stem}-${number}-wal`)) number += 1
  return `${stem}-${number}`
}
