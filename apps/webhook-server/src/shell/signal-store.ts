import { DatabaseSync } from 'node:sqlite'

import type { ParsedSignal } from '../core/signal.ts'

/**
 * - `received`: on the disk, waiting for its turn.
 * - `executing`: being carried out; a restart finishes it.
 * - `done`, `refused`, `failed`: over. `refused` never sent an order; `failed` may have.
 */
export type SignalStatus = 'received' | 'executing' | 'done' | 'refused' | 'failed'

/** Why a signal was not, or not wholly, carried out. */
export interface SignalProblem {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly exchangeCode?: number | undefined
}

/** What was done, for people and programs. */
export interface SignalOutcome {
  readonly message: string
  readonly order?: Readonly<Record<string, unknown>> | undefined
  readonly position?: Readonly<Record<string, unknown>> | undefined
}

/** A turn from one side to the other, whose first half may be done. */
export interface SignalPlan {
  readonly side: 'BUY' | 'SELL'
  readonly quantity: string
}

export interface StoredSignal {
  readonly sequence: number
  readonly id: string
  /** Of the alert: the same for what each account does of it. The id of the first one. */
  readonly alertId: string
  /** Who carries it out. */
  readonly account: string
  /** It is worked out and not done. */
  readonly isDry: boolean
  readonly status: SignalStatus
  readonly route: string
  /** With the size that this account takes. */
  readonly signal: ParsedSignal
  /** As it came, without its secret. */
  readonly message: Readonly<Record<string, unknown>>
  readonly source: string
  readonly requestId: string
  readonly receivedMs: number
  readonly startedMs: number | undefined
  readonly endedMs: number | undefined
  readonly outcome: SignalOutcome | undefined
  readonly problem: SignalProblem | undefined
  /** What was decided on the account as it was, before anything was sent: a restart goes on with it. */
  readonly plan: SignalPlan | undefined
}

export type NewSignal = Pick<
  StoredSignal,
  'id' | 'alertId' | 'account' | 'isDry' | 'route' | 'signal' | 'message' | 'source' | 'requestId' | 'receivedMs'
> & { readonly dedupeKey: string }

/** Every signal that was taken in, and what became of it. */
export interface SignalStore extends Disposable {
  /** Resolves when they are on the disk, all or none. What comes in one turn shares a commit. */
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
  start(id: string, atMs: number): void
  savePlan(id: string, plan: SignalPlan): void
  /** Back to the queue, for a signal that failed or was refused. */
  requeue(id: string): void
  end(
    id: string,
    end: { readonly status: 'done' | 'refused' | 'failed'; readonly atMs: number } & Pick<
      StoredSignal,
      'outcome' | 'problem'
    >,
  ): void
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
  create index if not exists signals_made on signals (account, strategy, symbol, alert_ms);
`

/** Carried out; or a close that found nothing to close, and means that there shall be nothing. */
const hadItsSay = `(status = 'done' or (status = 'refused'
  and json_extract(result, '$.problem.code') = 'NO_POSITION'
  and json_extract(body, '$.signal.command.kind') = 'close'))`

/** Opens the store: SQLite in WAL mode, synced at each commit. Version 2 of its layout. */
export function openSignalStore(path: string): SignalStore {
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000')
  db.exec(schema)
  const insert = db.prepare(
    `insert into signals (id, alert_id, account, is_dry, status, dedupe_key, strategy, symbol, alert_ms, received_ms, body)
     values (?, ?, ?, ?, 'received', ?, ?, ?, ?, ?, ?)`,
  )
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
  const begin = db.prepare(`update signals set status = 'executing', started_ms = ? where id = ?`)
  const again = db.prepare(
    `update signals set status = 'received', started_ms = null, ended_ms = null, result = null where id = ?`,
  )
  const keep = db.prepare('update signals set plan = ? where id = ?')
  const finish = db.prepare('update signals set status = ?, ended_ms = ?, result = ? where id = ?')
  const counts = db.prepare('select status, count(*) as n from signals group by status')

  let waiting: { signals: readonly NewSignal[]; resolve: () => void; reject: (error: unknown) => void }[] = []
  const commit = () => {
    const batch = waiting
    waiting = []
    try {
      db.exec('begin immediate')
      for (const { signals } of batch) {
        for (const { id, alertId, account, isDry, dedupeKey, receivedMs, ...body } of signals) {
          const { strategy, symbol, alertMs } = body.signal
          const place = [id, alertId, account, Number(isDry), dedupeKey, strategy, symbol, alertMs ?? null]
          insert.run(...place, receivedMs, JSON.stringify(body))
        }
      }
      db.exec('commit')
    } catch (error) {
      if (db.isTransaction) db.exec('rollback')
      for (const { reject } of batch) reject(error)
      return
    }
    for (const { resolve } of batch) resolve()
  }
  const get = (id: string): StoredSignal | undefined => {
    const row = byId.get(id) as unknown as Row | undefined
    return row === undefined ? undefined : readRow(row)
  }
  const listOfAlert = (alertId: string) => (byAlert.all(alertId) as unknown as Row[]).map(readRow)

  return {
    get,
    listOfAlert,
    append: async (signals) => {
      await new Promise<void>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(commit)
        waiting.push({ signals, resolve, reject })
      })
      return listOfAlert(signals[0]?.alertId ?? '')
    },
    findSame(dedupeKey, sinceMs) {
      const pending = waiting.flatMap(({ signals }) => signals).find((signal) => signal.dedupeKey === dedupeKey)
      if (pending !== undefined) return { id: pending.alertId }
      return byKey.get(dedupeKey, sinceMs) as unknown as { id: string } | undefined
    },
    list: ({ limit, before = Number.MAX_SAFE_INTEGER }) => (page.all(before, limit) as unknown as Row[]).map(readRow),
    listUnfinished: () => (open.all() as unknown as Row[]).map(readRow),
    isOvertaken: ({ account, signal: { strategy, symbol, alertMs } }) =>
      alertMs !== undefined && later.get(account, strategy, symbol, alertMs) !== undefined,
    start: (id, atMs) => void begin.run(atMs, id),
    savePlan: (id, plan) => void keep.run(JSON.stringify(plan), id),
    requeue: (id) => void again.run(id),
    end: (id, { status, atMs, outcome, problem }) =>
      void finish.run(status, atMs, JSON.stringify({ outcome, problem }), id),
    count() {
      const found = { received: 0, executing: 0, done: 0, refused: 0, failed: 0 }
      for (const { status, n } of counts.all() as unknown as { status: SignalStatus; n: number }[]) found[status] = n
      return found
    },
    [Symbol.dispose]: () => db.close(),
  }
}

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
