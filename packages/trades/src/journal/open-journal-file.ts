import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

import { acquireFileLock, type FileLock } from '../locks/acquire-file-lock.ts'
import { OwnerError } from '../locks/owner-error.ts'
import { findDamage } from './find-damage.ts'
import { JournalDamagedError, JournalVersionError } from './journal-errors.ts'
import { journalFormat, migrateJournal, readFormat, readLastSequence } from './journal-format.ts'
import { type JournalHead, openJournalHead } from './journal-head.ts'
import type { JournalRepair } from './journal.ts'
import type { JournalOptions } from './open-journal.ts'
import { salvageJournal } from './salvage-journal.ts'

/** The database behind a journal. */
export interface JournalFile {
  readonly db: DatabaseSync
  readonly isMemory: boolean
  readonly head: JournalHead | undefined
  readonly repaired: JournalRepair | undefined
  readonly close: () => void
}

const pageBytes = 4_096
const defaultLargestBytes = 2 ** 30

/** Opens the database for writing, alone, in the format of this program, with everything in it that was promised. */
export function openJournalFile(options: JournalOptions): JournalFile {
  const { path, label = 'another program', largestBytes = defaultLargestBytes } = options
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  if (path === ':memory:') {
    const db = new DatabaseSync(path)
    migrateJournal(db, path)
    limitSize(db, largestBytes)
    return { db, isMemory: true, head: undefined, repaired: undefined, close: () => db.close() }
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const lock = acquireFileLock(`${path}-writer`, label)
  if ('holder' in lock) throw new OwnerError(`The journal ${path}`, lock.holder)
  try {
    return openAlone(options, lock, largestBytes)
  } catch (error) {
    lock[Symbol.dispose]()
    throw error
  }
}

function openAlone(options: JournalOptions, lock: FileLock, largestBytes: number): JournalFile {
  const { path, repair = false } = options
  const damage = findDamage(path)
  if (damage !== undefined && !repair) throw new JournalDamagedError(path, damage.reason)
  const salvage = damage === undefined ? undefined : salvageJournal(path, damage)
  // a new journal is known to be new: its head is there before it
  const head = openJournalHead(path)
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrateJournal(db, path)
    limitSize(db, largestBytes)
    salvage?.fill(db)
    head.write(readLastSequence(db))
  } catch (error) {
    db.close()
    head.close()
    throw error
  }
  return {
    db,
    isMemory: false,
    head,
    repaired: salvage?.repair,
    close() {
      db.close()
      head.close()
      lock[Symbol.dispose]()
    },
  }
}

function limitSize(db: DatabaseSync, largestBytes: number): void {
  db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(largestBytes / pageBytes))}`)
}

/**
 * Opens the database for reading beside a program that writes.
 *
 * @throws {JournalVersionError} A newer program wrote it, or an older one whose journal has not been brought up to date.
 * @throws {JournalDamagedError} It is no journal.
 * @throws {Error} There is none.
 */
export function openJournalForReading(path: string): DatabaseSync {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 })
  try {
    const format = readFormat(db, path)
    if (format === 0) throw new JournalDamagedError(path, 'it is empty')
    if (format !== journalFormat) throw new JournalVersionError(path, format, journalFormat)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
