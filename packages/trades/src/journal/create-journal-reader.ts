import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import type { EntryOf, JournalEntry, JournalEntryType, Latch } from './journal-entry.ts'
import { JournalDamagedError } from './journal-errors.ts'
import { type JournalRow, isIntact } from './journal-format.ts'
import type { AccountRecord, JournalReader, OrderStory } from './journal.ts'

const columns = 'sequence, account, type, key, owner, at_ms, body, checksum'

/** Reads a journal. Rows that are not as they were written are an error, never left out. */
export function createJournalReader(db: DatabaseSync, path: string, close: () => void): JournalReader {
  const readRows = (condition: string, ...values: SQLInputValue[]): readonly JournalEntry[] => {
    const rows = db.prepare(`SELECT ${columns} FROM entries WHERE ${condition} ORDER BY sequence`).all(...values)
    return (rows as unknown as JournalRow[]).map((row) => {
      if (!isIntact(row)) throw new JournalDamagedError(path, `entry ${row.sequence} is not as it was written`)
      return JSON.parse(row.body) as JournalEntry
    })
  }
  const readKeys = (statement: string, account: string): readonly string[] =>
    (db.prepare(statement).all(account) as { key: string }[]).map(({ key }) => key)

  const scope = (account: string): AccountRecord => ({
    account,
    list<T extends JournalEntryType>(type: T, key?: string) {
      const rows =
        key === undefined
          ? readRows('account = ? AND type = ?', account, type)
          : readRows('account = ? AND type = ? AND key = ?', account, type, key)
      return rows as readonly EntryOf<T>[]
    },
    listOpenTrades: () =>
      readKeys(
        `SELECT key FROM entries AS opened WHERE account = ? AND type = 'tradeOpened' AND NOT EXISTS (
           SELECT 1 FROM entries WHERE key = opened.key AND type = 'tradeEnded' AND account = opened.account
         ) ORDER BY sequence`,
        account,
      ),
    listOpenOrders: () =>
      readKeys(
        `SELECT key FROM entries AS meant WHERE account = ? AND type = 'intent' AND NOT EXISTS (
           SELECT 1 FROM entries AS ended WHERE key = meant.key AND type = 'orderEnded' AND account = meant.account
             AND NOT EXISTS (
               SELECT 1 FROM entries WHERE key = meant.key AND type = 'order' AND sequence > ended.sequence
             )
         ) ORDER BY sequence`,
        account,
      ),
    listOrder: (clientOrderId) => readRows('account = ? AND key = ?', account, clientOrderId),
    listTrade: (tradeId) => readRows('account = ? AND owner = ?', account, tradeId),
    latch(name) {
      const [latest] = readRows(
        `sequence = (SELECT max(sequence) FROM entries WHERE account = ? AND type = 'latch' AND key = ?)`,
        account,
        name,
      ) as readonly EntryOf<'latch'>[]
      return latest === undefined ? undefined : toLatch(latest)
    },
  })

  return {
    path,
    scope,
    accounts: () =>
      (db.prepare('SELECT DISTINCT account FROM entries ORDER BY account').all() as { account: string }[]).map(
        ({ account }) => account,
      ),
    explain(clientOrderId): OrderStory | undefined {
      const found = db.prepare('SELECT account, owner FROM entries WHERE key = ? AND type IN (?, ?)')
      const rows = found.all(clientOrderId, 'intent', 'tradeOrder') as { account: string; owner: string | null }[]
      const account = rows[0]?.account
      if (account === undefined) return undefined
      const tradeId = rows.find((row) => row.owner !== null)?.owner ?? undefined
      const trade =
        tradeId === undefined
          ? []
          : readRows(`account = ? AND owner = ? AND type <> 'tradeOrder' AND key = ?`, account, tradeId, tradeId)
      const entries = readRows('account = ? AND key = ?', account, clientOrderId)
      return { account, clientOrderId, tradeId, entries, trade }
    },
    [Symbol.dispose]: close,
  }
}

const toLatch = ({ name, state, reason, atMs }: EntryOf<'latch'>): Latch => ({ name, state, reason, atMs })
