import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** One statement of a commit. */
export interface Write {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

export interface WriteResult {
  readonly changes: number
  readonly rowId: number
}

/** `synced`: all of it is on the disk. `failed`: nothing of it is. */
export type CommitAnswer =
  | { readonly kind: 'synced'; readonly results: readonly WriteResult[] }
  | { readonly kind: 'failed'; readonly reason: string }

const db = new DatabaseSync((workerData as { path: string }).path)
// a checkpoint every 16 MB: each holds up the commits behind it
db.exec('pragma synchronous = full; pragma busy_timeout = 5000; pragma wal_autocheckpoint = 4000')
const statements = new Map<string, StatementSync>()

function prepare(sql: string): StatementSync {
  const statement = statements.get(sql) ?? db.prepare(sql)
  statements.set(sql, statement)
  return statement
}

function commit(batch: readonly Write[]): CommitAnswer {
  try {
    db.exec('begin immediate')
    const results = batch.map(({ sql, values }) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...values)
      return { changes: Number(changes), rowId: Number(lastInsertRowid) }
    })
    db.exec('commit')
    return { kind: 'synced', results }
  } catch (error) {
    // a full disk has rolled it back already
    if (db.isTransaction) db.exec('rollback')
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (batch: readonly Write[] | 'end') => {
  if (batch !== 'end') return parentPort?.postMessage(commit(batch))
  db.close()
  parentPort?.close()
})
