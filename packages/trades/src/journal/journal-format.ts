import type { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'

import { JournalDamagedError, JournalVersionError } from './journal-errors.ts'

/** Tells our files from other databases: "AstJ". */
const applicationId = 0x4173_744a

/** From one format to the next; a new journal goes through all of them. */
const migrations: readonly string[] = [
  `CREATE TABLE entries (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     account TEXT NOT NULL,
     type TEXT NOT NULL,
     key TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     body TEXT NOT NULL,
     checksum INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX entries_by_key ON entries (key, type);`,
  // whose an order or an incident is, without reading its body
  `ALTER TABLE entries ADD COLUMN owner TEXT;
   CREATE INDEX entries_by_owner ON entries (owner) WHERE owner IS NOT NULL;
   CREATE INDEX entries_by_type ON entries (account, type);
   UPDATE entries SET owner = json_extract(body, '$.tradeId') WHERE json_extract(body, '$.tradeId') IS NOT NULL;`,
]

export const journalFormat = migrations.length

/** One row as it lies in the file. */
export interface JournalRow {
  readonly sequence: number
  readonly account: string
  readonly type: string
  readonly key: string
  readonly owner: string | null
  readonly at_ms: number
  readonly body: string
  readonly checksum: number
}

export const computeChecksum = (account: string, type: string, key: string, body: string): number =>
  crc32(`${account}\n${type}\n${key}\n${body}`)

export const isIntact = (row: JournalRow): boolean =>
  row.checksum === computeChecksum(row.account, row.type, row.key, row.body)

/**
 * Brings a journal to the format of this program.
 *
 * @throws {JournalVersionError} It is newer.
 * @throws {JournalDamagedError} It is another program's database.
 */
export function migrateJournal(db: DatabaseSync, path: string, from = readFormat(db, path)): void {
  if (from > journalFormat) throw new JournalVersionError(path, from, journalFormat)
  if (from === journalFormat) return
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const step of migrations.slice(from)) db.exec(step)
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${journalFormat}`)
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

/** 0 for an empty database. */
export function readFormat(db: DatabaseSync, path: string): number {
  const id = readPragma(db, 'application_id')
  const format = readPragma(db, 'user_version')
  const isEmpty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0
  if (id !== applicationId && !isEmpty) throw new JournalDamagedError(path, 'it is no journal of ours')
  return format
}

const readPragma = (db: DatabaseSync, name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)

/** The highest sequence ever given, also when its entry has been compacted away. */
export const readLastSequence = (db: DatabaseSync): number =>
  Number(db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'entries'`).get()?.['seq'] ?? 0)
