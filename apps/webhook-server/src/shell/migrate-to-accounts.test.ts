import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { describe, expect, it } from 'vitest'

import { migrateToAccounts } from './migrate-to-accounts.ts'
import { openSignalStore } from './signal-store.ts'

const firstLayout = `
  create table signals (
    sequence integer primary key autoincrement, id text not null unique, status text not null, dedupe_key text not null,
    strategy text not null, symbol text not null, alert_ms integer, received_ms integer not null, started_ms integer,
    ended_ms integer, body text not null, result text, plan text
  ) strict;
  create index signals_made on signals (strategy, symbol, alert_ms);
`

describe('migrateToAccounts', () => {
  it('gives the signals of a server with one account to that account, also when it runs twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'signals-'))
    const path = join(folder, 'signals.db')
    const db = new DatabaseSync(path)
    db.exec(firstLayout)
    const body = {
      route: '/webhook/tradingview',
      signal: { symbol: 'BTCUSDT' },
      message: {},
      source: '',
      requestId: '',
    }
    db.prepare(
      `insert into signals (id, status, dedupe_key, strategy, symbol, received_ms, body)
       values ('a', 'received', 'key', 'default', 'BTCUSDT', 5, ?)`,
    ).run(JSON.stringify(body))
    db.close()
    migrateToAccounts(folder, 'main')
    migrateToAccounts(folder, 'other')
    {
      await using store = openSignalStore(path)
      expect(store.listUnfinished()).toMatchObject([{ id: 'a', alertId: 'a', account: 'main', isDry: false }])
      expect(store.findSame('key', 0)).toEqual({ id: 'a' })
    }
    rmSync(folder, { recursive: true })
  })

  it('leaves a folder without signals alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signals-'))
    migrateToAccounts(folder, 'main')
    expect(readdirSync(folder)).toEqual([])
    rmSync(folder, { recursive: true })
  })
})
