import { existsSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

import { JournalVersionError } from './journal-errors.ts'
import { isIntact, type JournalRow, readFormat, readLastSequence } from './journal-format.ts'
import { headPath, readJournalHead } from './journal-head.ts'

export interface Damage {
  readonly reason: string
  /** Entries that were promised and are not there; undefined when nobody can tell. */
  readonly lost: number | undefined
}

/**
 * Looks for everything that makes a journal other than it was written: a database that is broken or empty, entries that changed,
 * entries that were promised and are gone. Undefined: it is whole, or there is none yet.
 *
 * @throws {JournalVersionError} A newer program wrote it, and knows better.
 */
export function findDamage(path: string): Damage | undefined {
  const promised = readJournalHead(path)
  const hasFile = existsSync(path) && statSync(path).size > 0
  if (!hasFile) {
    const isNew = !existsSync(`${path}-wal`) && (promised === 0 || !existsSync(headPath(path)))
    return isNew ? undefined : { reason: 'the file itself is missing or empty', lost: promised }
  }
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    return readDamage(db, path, promised)
  } catch (error) {
    if (error instanceof JournalVersionError) throw error
    return { reason: error instanceof Error ? error.message : String(error), lost: undefined }
  } finally {
    db?.close()
  }
}

function readDamage(db: DatabaseSync, path: string, promised: number | undefined): Damage | undefined {
  const found = db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]
  const complaint = found.find((row) => row.integrity_check !== 'ok')?.integrity_check
  if (complaint !== undefined) return { reason: complaint, lost: undefined }
  if (readFormat(db, path) === 0) {
    return promised === 0 ? undefined : { reason: 'it is empty', lost: promised }
  }
  for (const row of db.prepare('SELECT * FROM entries').iterate()) {
    const { sequence } = row as unknown as JournalRow
    if (!isIntact(row as unknown as JournalRow)) {
      return { reason: `entry ${sequence} is not as it was written`, lost: undefined }
    }
  }
  if (promised === undefined)
    return { reason: 'its head is missing: nobody can tell whether it is whole', lost: undefined }
  const lost = promised - readLastSequence(db)
  return lost <= 0 ? undefined : { reason: `its last ${lost} entries are missing`, lost }
}
