import type { Clock } from '@aster/core'

import { compactJournal } from './compact-journal.ts'
import { createJournalReader } from './create-journal-reader.ts'
import { describeEntry, type JournalEntry, type Latch } from './journal-entry.ts'
import { JournalError } from './journal-errors.ts'
import { computeChecksum } from './journal-format.ts'
import { type AccountJournal, type Journal, riskLatch } from './journal.ts'
import type { JournalFile } from './open-journal-file.ts'

/** Notes are on the disk at the latest after this. */
const noteWithinMs = 20
/** After a failure. */
const retryMs = 1_000
/** Notes kept while the disk refuses; more than a day of an ordinary account. */
const keptNotes = 10_000
const defaultKeepMs = 30 * 86_400_000
/** Entries between two clearings of what ended long ago. */
const compactEvery = 20_000

interface Waiting {
  readonly account: string
  readonly entry: JournalEntry
  readonly done: PromiseWithResolvers<void> | undefined
}

/** Writes a journal: one commit for all that is waiting, and nothing is said to be written before it is. */
export function createJournalWriter(
  file: JournalFile,
  { path, clock, keepMs = defaultKeepMs }: { path: string; clock: Clock; keepMs?: number | undefined },
): Journal {
  const { db } = file
  const reader = createJournalReader(db, path, () => close())
  const insert = db.prepare(
    'INSERT INTO entries (account, type, key, owner, at_ms, body, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const scopes = new Map<string, AccountJournal>()
  const latches = new Map<string, Map<string, Latch | undefined>>()
  let waiting: Waiting[] = []
  let isFlushDue = false
  let noteTimer: { cancel(): void } | undefined
  let failure: JournalError | undefined
  let isClosed = false
  let sinceCompaction = 0

  const write = (batch: readonly Waiting[]) => {
    db.exec('BEGIN IMMEDIATE')
    try {
      let sequence: number | bigint = 0
      for (const { account, entry } of batch) {
        const { key, owner } = describeEntry(entry)
        const body = JSON.stringify(entry)
        const checksum = computeChecksum(account, entry.type, key, body)
        const atMs = Math.floor(entry.atMs)
        sequence = insert.run(account, entry.type, key, owner, atMs, body, checksum).lastInsertRowid
      }
      db.exec('COMMIT')
      file.head?.write(Number(sequence))
    } catch (error) {
      // a full disk has rolled it back already
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  function flush(): void {
    isFlushDue = false
    noteTimer?.cancel()
    noteTimer = undefined
    if (waiting.length === 0 || isClosed) return
    const batch = waiting
    waiting = []
    try {
      write(batch)
      failure = undefined
      sinceCompaction += batch.length
      for (const { done } of batch) done?.resolve()
    } catch (error) {
      fail(batch, error)
    }
    if (sinceCompaction >= compactEvery) compact()
  }

  /** What was awaited is refused; the rest stays, and the halt with it, until the disk takes them. */
  function fail(batch: readonly Waiting[], cause: unknown): void {
    const error = new JournalError(path, cause)
    const isFirst = failure === undefined
    failure = error
    for (const { done } of batch) done?.reject(error)
    waiting = [...batch.filter(({ done }) => done === undefined), ...waiting].slice(-keptNotes)
    if (isFirst) for (const account of scopes.keys()) halt(account, error)
    noteTimer = clock.schedule(retryMs, flush)
  }

  function halt(account: string, error: JournalError): void {
    const latch: Latch = { name: riskLatch, state: 'halted', reason: error.message, atMs: clock.now() }
    putLatch(account, latch)
    waiting.push({ account, entry: { type: 'latch', ...latch }, done: undefined })
  }

  const putLatch = (account: string, latch: Latch) => {
    const known = latches.get(account) ?? new Map<string, Latch | undefined>()
    latches.set(account, known.set(latch.name, latch))
  }

  function note(account: string, entry: JournalEntry): void {
    if (isClosed) return
    waiting.push({ account, entry, done: undefined })
    if (isFlushDue) return
    if (file.isMemory && failure === undefined) return flushSoon()
    noteTimer ??= clock.schedule(noteWithinMs, flush)
  }

  function append(account: string, entry: JournalEntry): Promise<void> {
    if (isClosed) return Promise.reject(new JournalError(path, new Error('it is closed')))
    const done = Promise.withResolvers<void>()
    waiting.push({ account, entry, done })
    flushSoon()
    return done.promise
  }

  /** At the end of the turn: what is written side by side shares a commit. */
  function flushSoon(): void {
    if (isFlushDue) return
    isFlushDue = true
    queueMicrotask(() => queueMicrotask(flush))
  }

  function compact(): number {
    flush()
    sinceCompaction = 0
    return compactJournal(db, Math.floor(clock.now() - keepMs))
  }

  function close(): void {
    if (isClosed) return
    flush()
    isClosed = true
    noteTimer?.cancel()
    file.close()
  }

  const scope = (account: string): AccountJournal => {
    const known = scopes.get(account)
    if (known !== undefined) return known
    const record = reader.scope(account)
    const made: AccountJournal = {
      account,
      list(type, key) {
        flush()
        return record.list(type, key)
      },
      listOpenTrades() {
        flush()
        return record.listOpenTrades()
      },
      listOpenOrders() {
        flush()
        return record.listOpenOrders()
      },
      listOrder(clientOrderId) {
        flush()
        return record.listOrder(clientOrderId)
      },
      listTrade(tradeId) {
        flush()
        return record.listTrade(tradeId)
      },
      latch(name) {
        // asked before every order: read once, and never again while nobody else can write
        const known = latches.get(account) ?? new Map<string, Latch | undefined>()
        if (!known.has(name)) latches.set(account, known.set(name, record.latch(name)))
        return known.get(name)
      },
      append: (entry) => append(account, entry),
      note: (entry) => note(account, entry),
      setLatch(latch) {
        putLatch(account, latch)
        return append(account, { type: 'latch', ...latch })
      },
      get failure() {
        return failure
      },
    }
    scopes.set(account, made)
    if (failure !== undefined) halt(account, failure)
    return made
  }

  const journal: Journal = {
    ...reader,
    path,
    scope,
    explain(clientOrderId) {
      flush()
      return reader.explain(clientOrderId)
    },
    repaired: file.repaired,
    flush,
    compact,
    close,
    [Symbol.dispose]: close,
  }
  if (file.repaired !== undefined) {
    const { reason, kept, lost, movedTo } = file.repaired
    const detail = `${reason}; ${kept} entries kept, ${lost ?? 'an unknown number of'} lost; the old files: ${movedTo}`
    for (const account of reader.accounts()) {
      note(account, { type: 'incident', atMs: clock.now(), what: 'journalRepaired', detail })
    }
  }
  compact()
  return journal
}
