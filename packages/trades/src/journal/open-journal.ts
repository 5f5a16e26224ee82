import type { Clock } from '@aster/core'

import { createJournalReader } from './create-journal-reader.ts'
import { createJournalWriter } from './create-journal-writer.ts'
import type { Journal, JournalReader } from './journal.ts'
import { openJournalFile, openJournalForReading } from './open-journal-file.ts'

export interface JournalOptions {
  /** A file on a local disk, or `:memory:` for a journal that ends with the program. */
  readonly path: string
  readonly clock: Clock
  /** Told to whoever wants to write to the journal as well. */
  readonly label?: string | undefined
  readonly readOnly?: false | undefined
  /** Takes what can be read of a damaged journal instead of refusing it; see `Journal.repaired`. */
  readonly repair?: boolean | undefined
  /** How long what has ended is kept; 30 days by default. */
  readonly keepMs?: number | undefined
  /** Never larger than this; 1 GiB by default. A full journal counts as one that cannot be written. */
  readonly largestBytes?: number | undefined
}

/** For other programs, while one writes: what is written down, without taking part. */
export interface JournalReaderOptions {
  readonly path: string
  readonly readOnly: true
}

/**
 * Opens the journal of one program: what it meant to do, what it sent and what came of it, for any number of accounts.
 * SQLite in WAL mode, synced at each commit; entries that are written in one turn share a commit.
 *
 * @throws {OwnerError} Another program writes to it.
 * @throws {JournalVersionError} A newer program wrote it.
 * @throws {JournalDamagedError} It is broken, or lacks what was promised to be in it; see `repair`.
 * @example
 * using journal = openJournal({ path: 'data/journal.db', clock })
 * const account = await openAccount({ ..., journal })
 */
export function openJournal(options: JournalOptions): Journal
export function openJournal(options: JournalReaderOptions): JournalReader
export function openJournal(options: JournalOptions | JournalReaderOptions): Journal | JournalReader {
  if (options.readOnly === true) {
    const db = openJournalForReading(options.path)
    return createJournalReader(db, options.path, () => db.close())
  }
  return createJournalWriter(openJournalFile(options), options)
}
