import { DatabaseSync } from 'node:sqlite'

import type { SignalPlan, SignalStatus, StoredSignal } from '../core/stored-signal.ts'
import { openDatabaseWriter } from './open-database-writer.ts'

export type NewSignal = Pick<
  StoredSignal,
  'id' | 'alertId' | 'account' | 'isDry' | 'route' | 'signal' | 'message' | 'source' | 'requestId' | 'receivedMs'
> & { readonly dedupeKey: string }

/** How a signal ended. */
export type SignalEnd = {
  readonly status: 'done' | 'refused' | 'failed'
  readonly atMs: number
} & Pick<StoredSignal, 'outcome' | 'problem'>

/**
 * Every signal that was taken in, and what became of it. What is written resolves when it is on the disk, in the order in
 * which it was asked for; what comes in together shares a commit.
 */
export interface SignalStore extends AsyncDisposable {
  /** All or none. */
  append(signals: readonly NewSignal[]): Promise<readonly StoredSignal[]>
  /** The id of the newest alert with this key, received at or after a time. */
  findSame(dedupeKey: string, sinceMs: number): { readonly id: string } | undefined
  get(id: string): StoredSignal | undefined
  /** What the accounts do of one alert. */
  listOfAlert(alertId: string): readonly StoredSignal[]
  /** Newest first. */
  list(options: { readonly limit: number; readonly before?: number | undefined }): readonly StoredSignal[]
  /** Those that are not over, oldest first. */
  listUnfinished(): readonly StoredSignal[]
  /**
   * Whether a signal of this strategy and symbol that was made later has been carried out on the account, or found nothing
   * left to close.
   */
  isOvertaken(signal: StoredSignal): boolean
  start(id: string, atMs: number): Promise<void>
  savePlan(id: string, plan: SignalPlan): Promise<void>
  /** Back to the queue, for a signal that failed or was refused. */
  requeue(id: string): Promise<void>
  end(id: string, end: SignalEnd): Promise<void>
  /**
   * Removes up to `limit` of those that were over before a time. What is not over stays.
   *
   * @returns How many went.
   */
  prune(beforeMs: number, limit: number): Promise<number>
  count(): Readonly<Record<SignalStatus, number>>
}

interface Row {
  readonly sequence: number
  readonly id: string
  readonly alert_id: string
  readonly account: string
  readonly is_dry: number
  readonly status: SignalStatus
  readonly body: string
  readonly received_ms: number
  readonly started_ms: number | null
  readonly ended_ms: number | null
  readonly result: string | null
  readonly plan: string | null
}

const schema = `
  create table if not exists signals (
    sequence integer primary key autoincrement, id text not null unique, alert_id text not null, account text not null,
    is_dry integer not null, status text not null, dedupe_key text not null,
    strategy text not null, symbol text not null, alert_ms integer, received_ms integer not null, started_ms integer,
    ended_ms integer, body text not null, result text, plan text
  ) strict;
  create index if not exists signals_key on signals (dedupe_key, received_ms);
  create index if not exists signals_open on signals (status) where status in ('received', 'executing');
  create index if not exists signals_alert on signals (alert_id);
  create index if not exists signals_status on signals (status);
  create index if not exists signals_over on signals (ended_ms) where ended_ms is not null;
  create index if not exists signals_made on signals (account, strategy, symbol, alert_ms);
`

/** Carried out; or a close that found nothing to close, and means that there shall be nothing. */
const hadItsSay = `(status = 'done' or (status = 'refused'
  and json_extract(result, '$.problem.code') = 'NO_POSITION'
  and json_extract(body, '$.signal.command.kind') = 'close'))`

const insert = `insert into signals
  (id, alert_id, account, is_dry, status, dedupe_key, strategy, symbol, alert_ms, received_ms, body)
  values (?, ?, ?, ?, 'received', ?, ?, ?, ?, ?, ?)`
const begin = `update signals set status = 'executing', started_ms = ? where id = ?`
const again = `update signals set status = 'received', ended_ms = null, result = null where id = ?`
const keep = 'update signals set plan = ? where id = ?'
const finish = 'update signals set status = ?, ended_ms = ?, result = ? where id = ?'
const forget = `delete from signals where sequence in (
  select sequence from signals where ended_ms < ? and status not in ('received', 'executing') limit ?)`

/** Opens the store: SQLite in WAL mode, synced at each commit by a thread of its own. Version 2 of its layout. */
export function openSignalStore(path: string): SignalStore {
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000')
  db.exec(schema)
  db.exec('pragma query_only = on')
  const byId = db.prepare('select * from signals where id = ?')
  const byKey = db.prepare(
    'select alert_id as id from signals where dedupe_key = ? and received_ms >= ? order by sequence desc limit 1',
  )
  const byAlert = db.prepare('select * from signals where alert_id = ? order by sequence')
  const page = db.prepare('select * from signals where sequence < ? order by sequence desc limit ?')
  const open = db.prepare(`select * from signals where status in ('received', 'executing') order by sequence`)
  const later = db.prepare(
    `select 1 from signals where account = ? and strategy = ? and symbol = ? and alert_ms > ? and ${hadItsSay} limit 1`,
  )
  const counts = db.prepare('select status, count(*) as n from signals group by status')
  const writer = openDatabaseWriter(path)
  /** Alerts on their way to the disk, by their key. */
  const arriving = new Map<string, string>()

  const write = async ({ dedupeKey, ...signal }: NewSignal): Promise<StoredSignal> => {
    const { id, alertId, account, isDry, receivedMs, ...body } = signal
    const { strategy, symbol, alertMs } = body.signal
    const place = [id, alertId, account, Number(isDry), dedupeKey, strategy, symbol, alertMs ?? null]
    const { rowId: sequence } = await writer.write(insert, [...place, receivedMs, JSON.stringify(body)])
    return { ...signal, ...untouched, sequence }
  }
  const get = (id: string): StoredSignal | undefined => {
    const row = byId.get(id) as unknown as Row | undefined
    return row === undefined ? undefined : readRow(row)
  }
  const listOfAlert = (alertId: string) => (byAlert.all(alertId) as unknown as Row[]).map(readRow)

  return {
    get,
    listOfAlert,
    async append(signals) {
      for (const { dedupeKey, alertId } of signals) arriving.set(dedupeKey, alertId)
      try {
        // asked for in one turn: they share a commit
        return await Promise.all(signals.map(write))
      } finally {
        for (const { dedupeKey } of signals) arriving.delete(dedupeKey)
      }
    },
    findSame(dedupeKey, sinceMs) {
      const id = arriving.get(dedupeKey)
      return id === undefined ? (byKey.get(dedupeKey, sinceMs) as unknown as { id: string } | undefined) : { id }
    },
    list: ({ limit, before = Number.MAX_SAFE_INTEGER }) => (page.all(before, limit) as unknown as Row[]).map(readRow),
    listUnfinished: () => (open.all() as unknown as Row[]).map(readRow),
    isOvertaken: ({ account, signal: { strategy, symbol, alertMs } }) =>
      alertMs !== undefined && later.get(account, strategy, symbol, alertMs) !== undefined,
    start: async (id, atMs) => void (await writer.write(begin, [atMs, id])),
    savePlan: async (id, plan) => void (await writer.write(keep, [JSON.stringify(plan), id])),
    requeue: async (id) => void (await writer.write(again, [id])),
    end: async (id, { status, atMs, outcome, problem }) =>
      void (await writer.write(finish, [status, atMs, JSON.stringify({ outcome, problem }), id])),
    prune: async (beforeMs, limit) => (await writer.write(forget, [beforeMs, limit])).changes,
    count() {
      const found = { received: 0, executing: 0, done: 0, refused: 0, failed: 0 }
      for (const { status, n } of counts.all() as unknown as { status: SignalStatus; n: number }[]) found[status] = n
      return found
    },
    async [Symbol.asyncDispose]() {
      await writer[Symbol.asyncDispose]()
      db.close()
    },
  }
}

const untouched = {
  status: 'received',
  startedMs: undefined,
  endedMs: undefined,
  outcome: undefined,
  problem: undefined,
  plan: undefined,
} as const

function readRow(row: Row): StoredSignal {
  const body = JSON.parse(row.body) as Pick<StoredSignal, 'route' | 'signal' | 'message' | 'source' | 'requestId'>
  const result = (row.result === null ? {} : JSON.parse(row.result)) as Pick<StoredSignal, 'outcome' | 'problem'>
  return {
    sequence: row.sequence,
    id: row.id,
    alertId: row.alert_id,
    account: row.account,
    isDry: row.is_dry === 1,
    status: row.status,
    ...body,
    receivedMs: row.received_ms,
    startedMs: row.started_ms ?? undefined,
    endedMs: row.ended_ms ?? undefined,
    outcome: result.outcome,
    problem: result.problem,
    plan: row.plan === null ? undefined : (JSON.parse(row.plan) as SignalPlan),
  }
}
