import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'

import { makeFolder } from '@aster/runtime'
import { type StateStore, stateVersion } from '@aster/simulator'

/** Marks a file as ours: "Astr" in ASCII. */
const applicationId = 0x41_73_74_72
const fileName = 'exchange.sqlite'
/** SQLite's codes: somebody else has the lock; the file is no database or broken. */
const busyCodes = new Set([5, 6])
const brokenCodes = new Set([11, 26])

/** A data folder that cannot be used; says why, and what to do. */
export class DataFolderError extends Error {
  override name = 'DataFolderError'
}

export interface DataFolder extends StateStore {
  close(): void
}

/**
 * Opens the folder in which an exchange keeps its state, and makes it when it is missing. One process at a time: the
 * operating system holds the lock and gives it back however the process ends. A write that was cut short by the end of
 * the process is not there at the next opening, with nothing before it lost.
 *
 * @throws {DataFolderError} Another process uses it, a later version wrote it, the file is foreign or broken.
 * @throws The error of the operating system: the folder cannot be made or written.
 */
export function openDataFolder(folder: string): DataFolder {
  makeFolder(folder)
  const database = new DatabaseSync(join(folder, fileName), { timeout: 0 })
  try {
    prepare(database)
    return createStore(database)
  } catch (error) {
    database.close()
    throw explain(error)
  }
}

function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  // takes the lock, and in this mode keeps it
  database.exec('BEGIN EXCLUSIVE')
  const version = readNumber(database, 'PRAGMA user_version')
  const owner = readNumber(database, 'PRAGMA application_id')
  if (version === 0 && owner === 0 && readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0) {
    database.exec(`
      PRAGMA application_id = ${applicationId};
      PRAGMA user_version = ${stateVersion};
      CREATE TABLE snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), checksum INTEGER NOT NULL, bytes BLOB NOT NULL);
      CREATE TABLE batch (sequence INTEGER PRIMARY KEY AUTOINCREMENT, checksum INTEGER NOT NULL, bytes BLOB NOT NULL);
    `)
  } else if (owner !== applicationId) {
    throw new DataFolderError(`holds an ${fileName} of another program`)
  } else if (version > stateVersion) {
    throw new DataFolderError(`was written by a later version (form ${version}, this one knows ${stateVersion})`)
  } else if (version < stateVersion) {
    throw new DataFolderError(`was written by an earlier version whose form ${version} is not read any more`)
  }
  database.exec('COMMIT')
  const verdict: unknown = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
  if (verdict !== 'ok') throw new DataFolderError(`is damaged: ${String(verdict)}`)
}

function createStore(database: DatabaseSync): DataFolder {
  const insertBatch = database.prepare('INSERT INTO batch (checksum, bytes) VALUES (?, ?)')
  const insertSnapshot = database.prepare('INSERT OR REPLACE INTO snapshot (id, checksum, bytes) VALUES (1, ?, ?)')
  return {
    load() {
      const [snapshot] = readBlobs(database, 'SELECT checksum, bytes FROM snapshot')
      const batches = readBlobs(database, 'SELECT checksum, bytes FROM batch ORDER BY sequence')
      return snapshot === undefined && batches.length === 0 ? undefined : { snapshot, batches }
    },
    append(batch) {
      insertBatch.run(crc32(batch), batch)
    },
    replace(snapshot) {
      database.exec('BEGIN IMMEDIATE')
      try {
        insertSnapshot.run(crc32(snapshot), snapshot)
        database.exec('DELETE FROM batch')
        database.exec('COMMIT')
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    close: () => database.close(),
  }
}

function readBlobs(database: DatabaseSync, query: string): Uint8Array[] {
  return database
    .prepare(query)
    .all()
    .map(({ checksum, bytes }) => {
      if (!(bytes instanceof Uint8Array) || crc32(bytes) !== checksum) {
        throw new DataFolderError('is damaged: what it holds is not what was written')
      }
      return bytes
    })
}

function readNumber(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0])
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  if (busyCodes.has(code)) return new DataFolderError('is in use by another process', { cause: error })
  if (brokenCodes.has(code)) return new DataFolderError(`holds an ${fileName} that is no database`, { cause: error })
  return error
}
