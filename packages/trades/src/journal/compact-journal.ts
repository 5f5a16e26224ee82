import type { DatabaseSync } from 'node:sqlite'

/**
 * Removes what ended before a time: trades with all that belongs to them, orders on their own, old incidents and latches that
 * were set anew. What is open stays, however old, and so does the ledger.
 *
 * @returns How many entries went.
 */
export function compactJournal(db: DatabaseSync, beforeMs: number): number {
  db.exec('BEGIN IMMEDIATE')
  try {
    let removed = 0
    for (const statement of statements) {
      removed += Number(
        db.prepare(statement).run(...Array<number>(statement.split('?').length - 1).fill(beforeMs)).changes,
      )
    }
    db.exec('COMMIT')
    if (removed > 0) db.exec('PRAGMA incremental_vacuum')
    return removed
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const endedTrades = `SELECT account, key FROM entries WHERE type = 'tradeEnded' AND at_ms < ?`

const statements = [
  // the orders of trades that ended long ago
  `DELETE FROM entries WHERE type IN ('intent', 'sent', 'order', 'orderEnded', 'fill', 'incident') AND (account, key) IN (
     SELECT account, key FROM entries WHERE type = 'tradeOrder' AND (account, owner) IN (${endedTrades}))`,
  `DELETE FROM entries WHERE owner IS NOT NULL AND type <> 'tradeEnded' AND (account, owner) IN (${endedTrades})`,
  `DELETE FROM entries WHERE type = 'tradeEnded' AND at_ms < ?`,
  // orders that belong to no trade
  `DELETE FROM entries WHERE type IN ('intent', 'sent', 'order', 'fill', 'incident') AND (account, key) IN (
     SELECT account, key FROM entries AS ended WHERE type = 'orderEnded' AND at_ms < ? AND NOT EXISTS (
       SELECT 1 FROM entries WHERE type = 'tradeOrder' AND key = ended.key AND account = ended.account))`,
  `DELETE FROM entries AS ended WHERE type = 'orderEnded' AND at_ms < ? AND NOT EXISTS (
     SELECT 1 FROM entries WHERE type = 'tradeOrder' AND key = ended.key AND account = ended.account)`,
  `DELETE FROM entries WHERE type = 'incident' AND at_ms < ?`,
  `DELETE FROM entries AS old WHERE type = 'latch' AND sequence < (
     SELECT max(sequence) FROM entries WHERE type = 'latch' AND key = old.key AND account = old.account)`,
]
