import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { type NewSignal, openSignalStore } from './signal-store.ts'

const signalOf = (id: string): NewSignal => ({
  id,
  alertId: id,
  account: 'main',
  isDry: false,
  route: '/webhook/tradingview',
  signal: {
    symbol: 'BTCUSDT',
    strategy: 'default',
    command: { kind: 'close' },
    externalId: id,
    alertMs: undefined,
  },
  message: { action: 'close' },
  source: '127.0.0.1',
  requestId: id,
  receivedMs: 1_000,
  dedupeKey: `key of ${id}`,
})

function openScratch() {
  const folder = mkdtempSync(join(tmpdir(), 'signals-'))
  const store = openSignalStore(join(folder, 'signals.db'))
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

const done = (atMs: number) => ({ status: 'done', atMs, outcome: { message: 'done' }, problem: undefined }) as const

describe('openSignalStore', () => {
  it('gives a signal back as it was taken in, and as it is read later', async () => {
    await using scratch = openScratch()
    const [taken] = await scratch.store.append([signalOf('a')])
    expect(taken).toEqual(scratch.store.get('a'))
    expect(taken).toMatchObject({ sequence: 1, status: 'received', startedMs: undefined })
  })

  it('knows an alert by its key while it is on its way to the disk, and afterwards', async () => {
    await using scratch = openScratch()
    const arriving = scratch.store.append([signalOf('a')])
    expect(scratch.store.findSame('key of a', 0)).toEqual({ id: 'a' })
    await arriving
    expect(scratch.store.findSame('key of a', 0)).toEqual({ id: 'a' })
    expect(scratch.store.findSame('key of b', 0)).toBeUndefined()
  })

  it('remembers of a signal that goes back to the queue that it had been begun', async () => {
    await using scratch = openScratch()
    await scratch.store.append([signalOf('a')])
    await scratch.store.start('a', 2_000)
    await scratch.store.end('a', { ...done(3_000), status: 'refused' })
    await scratch.store.requeue('a')
    expect(scratch.store.get('a')).toMatchObject({ status: 'received', startedMs: 2_000, endedMs: undefined })
  })

  it('forgets what was over before a time, so many at once, and never what is not over', async () => {
    await using scratch = openScratch()
    const { store } = scratch
    const ids = ['old', 'older', 'young', 'waiting', 'running']
    await store.append(ids.map(signalOf))
    await store.end('old', done(2_000))
    await store.end('older', { ...done(1_500), status: 'refused' })
    await store.end('young', done(9_000))
    await store.start('running', 1_000)
    expect(await store.prune(5_000, 1)).toBe(1)
    expect(await store.prune(5_000, 10)).toBe(1)
    expect(await store.prune(5_000, 10)).toBe(0)
    expect(store.list({ limit: 10 }).map(({ id }) => id)).toEqual(['running', 'waiting', 'young'])
    expect(store.findSame('key of old', 0)).toBeUndefined()
    expect(store.count()).toEqual({ received: 1, executing: 1, done: 1, refused: 0, failed: 0 })
  })
})
