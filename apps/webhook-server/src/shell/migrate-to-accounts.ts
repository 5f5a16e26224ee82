import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Brings the signals of a folder whose server had one account to the layout for several: they all belong to that account.
 * May be interrupted and run again.
 */
export function migrateToAccounts(folder: string, account: string): void {
  const path = join(folder, 'signals.db')
  if (!existsSync(path)) return
  const db = new DatabaseSync(path)
  try {
    const columns = (db.prepare('pragma table_info(signals)').all() as { name: string }[]).map(({ name }) => name)
    if (columns.length === 0 || columns.includes('alert_id')) return
    db.exec('begin immediate')
    db.exec(`alter table signals add column alert_id text not null default ''`)
    db.exec(`alter table signals add column account text not null default ''`)
    db.exec('alter table signals add column is_dry integer not null default 0')
    db.prepare('update signals set alert_id = id, account = ?').run(account)
    db.exec('drop index if exists signals_made')
    db.exec('commit')
  } finally {
    db.close()
  }
}
