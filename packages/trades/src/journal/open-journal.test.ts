import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { createVirtualClock } from '@aster/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { OwnerError } from '../locks/owner-error.ts'
import type { JournalEntry } from './journal-entry.ts'
import { JournalDamagedError, JournalError, JournalVersionError } from './journal-errors.ts'
import type { Journal } from './journal.ts'
import { openJournal, type JournalOptions } from './open-journal.ts'

let directory = ''
let path = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-journal-'))
  path = join(directory, 'journal.db')
})
afterEach(() => rmSync(directory, { recursive: true }))

const clock = createVirtualClock({ startMs: 1_800_000_000_000 })
const open = (options: Partial<JournalOptions> = {}): Journal => openJournal({ path, clock, ...options })

const ledger = (key: string, text = ''): JournalEntry => ({ type: 'ledger', atMs: clock.now(), key, body: { text } })
const sent = (clientOrderId: string): JournalEntry => ({
  type: 'sent',
  atMs: clock.now(),
  clientOrderId,
  nonceUs: '1800000000000001',
})
const keysOf = (journal: Journal, account = 'a') =>
  journal
    .scope(account)
    .list('ledger')
    .map(({ key }) => key)

/** Leaves the files as a process that is killed leaves them. */
function kill(journal: Journal, to: string): void {
  journal.flush()
  for (const suffix of ['', '-wal', '-head']) {
    if (existsSync(`${path}${suffix}`)) copyFileSync(`${path}${suffix}`, `${to}${suffix}`)
  }
}

describe('openJournal', () => {
  it('keeps what was written, in order, apart for each account, after it is closed and opened again', async () => {
    const journal = open()
    await journal.scope('a').append(ledger('first'))
    journal.scope('a').note(ledger('second'))
    await journal.scope('b').append(ledger('other'))
    journal.close()
    const again = open()
    expect(keysOf(again)).toEqual(['first', 'second'])
    expect(keysOf(again, 'b')).toEqual(['other'])
    expect(again.accounts()).toEqual(['a', 'b'])
    again.close()
  })

  it('has on the disk what it said is written, when the process is killed', async () => {
    const journal = open()
    await journal.scope('a').append(sent('x-1'))
    const copy = join(directory, 'copy.db')
    for (const suffix of ['', '-wal', '-head']) copyFileSync(`${path}${suffix}`, `${copy}${suffix}`)
    const after = openJournal({ path: copy, clock })
    expect(after.scope('a').list('sent')).toEqual([sent('x-1')])
    after.close()
    journal.close()
  })

  it('writes a note within 20 ms, and before any entry that is awaited after it', async () => {
    const journal = open()
    journal.scope('a').note(ledger('note'))
    await journal.scope('a').append(ledger('awaited'))
    expect(keysOf(journal)).toEqual(['note', 'awaited'])
    journal.scope('a').note(ledger('late'))
    await clock.advance(20)
    using reader = openJournal({ path, readOnly: true })
    expect(reader.scope('a').list('ledger')).toHaveLength(3)
    journal.close()
  })

  it('takes entries written side by side in one commit', async () => {
    const journal = open()
    const scope = journal.scope('a')
    const walBytes = () => statSync(`${path}-wal`).size
    await scope.append(ledger('warm'))
    const before = walBytes()
    await Promise.all(Array.from({ length: 10 }, (_, number) => scope.append(ledger(`n${number}`))))
    const together = walBytes() - before
    for (let number = 0; number < 10; number += 1) await scope.append(ledger(`m${number}`))
    expect(walBytes() - before - together).toBeGreaterThan(together * 5)
    journal.close()
  })

  it('is read by other programs while it is written, and explains an order with its trade', async () => {
    const journal = open()
    const scope = journal.scope('a')
    scope.note({ type: 'tradeOrder', atMs: 1, tradeId: 't', clientOrderId: 'x-1', role: 'stop', level: undefined })
    scope.note({
      type: 'tradeTransition',
      atMs: 2,
      tradeId: 't',
      from: 'pending',
      to: 'entering',
      cause: 'start',
    })
    await scope.append(sent('x-1'))
    using reader = openJournal({ path, readOnly: true })
    const story = reader.explain('x-1')
    expect(story).toMatchObject({ account: 'a', tradeId: 't' })
    expect(story?.entries.map(({ type }) => type)).toEqual(['tradeOrder', 'sent'])
    expect(story?.trade.map(({ type }) => type)).toEqual(['tradeTransition'])
    expect(reader.explain('unknown')).toBeUndefined()
    journal.close()
  })

  it('refuses a second writer and says who the first is', () => {
    const journal = open({ label: 'market-maker' })
    expect(() => open()).toThrow(OwnerError)
    expect(() => open()).toThrow(`market-maker (process ${process.pid})`)
    journal.close()
    open().close()
  })

  it('remembers the latest state of each latch', async () => {
    const journal = open()
    await journal.scope('a').setLatch({ name: 'risk', state: 'halted', reason: 'daily loss', atMs: 5 })
    await journal.scope('a').setLatch({ name: 'risk', state: 'active', reason: 'by hand', atMs: 6 })
    journal.close()
    const again = open()
    expect(again.scope('a').latch('risk')).toEqual({ name: 'risk', state: 'active', reason: 'by hand', atMs: 6 })
    expect(again.scope('b').latch('risk')).toBeUndefined()
    again.close()
  })
})

describe('the format of a journal', () => {
  it('is brought up to date when it is older', async () => {
    const journal = open()
    await journal.scope('a').append({
      type: 'tradeOrder',
      atMs: 1,
      tradeId: 't',
      clientOrderId: 'x-1',
      role: 'stop',
      level: undefined,
    })
    journal.close()
    const db = new DatabaseSync(path)
    db.exec('DROP INDEX entries_by_owner; DROP INDEX entries_by_type; ALTER TABLE entries DROP COLUMN owner')
    db.exec('PRAGMA user_version = 1')
    db.close()
    const again = open()
    expect(again.explain('x-1')?.tradeId).toBe('t')
    expect(again.scope('a').listTrade('t')).toHaveLength(1)
    again.close()
  })

  it('is refused when it is newer, whatever was asked for, and left as it is', () => {
    open().close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => open({ repair: true })).toThrow(JournalVersionError)
    expect(() => openJournal({ path, readOnly: true })).toThrow('has format 99')
    const after = new DatabaseSync(path)
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 })
    after.close()
  })

  it('of another program is refused', () => {
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE other (x)')
    db.close()
    expect(() => open()).toThrow(JournalDamagedError)
  })
})

describe('a journal on a full disk', () => {
  it('refuses what is awaited and halts the account', async () => {
    const journal = open({ largestBytes: 80_000 })
    const scope = journal.scope('a')
    let refusal: unknown
    let written = 0
    while (refusal === undefined) {
      try {
        await scope.append(ledger(`n${written}`, 'x'.repeat(5_000)))
        written += 1
      } catch (error) {
        refusal = error
      }
    }
    expect(refusal).toBeInstanceOf(JournalError)
    expect(scope.failure).toBe(refusal)
    expect(scope.latch('risk')).toMatchObject({ state: 'halted' })
    await expect(scope.append(ledger('refused', 'x'.repeat(5_000)))).rejects.toThrow('could not be written')
    expect(keysOf(journal)).not.toContain('refused')
    expect(keysOf(journal).length).toBeGreaterThanOrEqual(written)
    journal.close()
  })

  it('writes the halt and what was kept as soon as there is room', async () => {
    const journal = open()
    const scope = journal.scope('a')
    await scope.append(ledger('before'))
    const blocker = new DatabaseSync(path, { timeout: 0 })
    blocker.exec('BEGIN IMMEDIATE')
    await expect(scope.append(sent('x-1'))).rejects.toThrow(JournalError)
    scope.note(ledger('kept'))
    blocker.exec('ROLLBACK')
    blocker.close()
    await clock.advance(1_000)
    expect(scope.failure).toBeUndefined()
    expect(scope.list('sent')).toEqual([])
    expect(keysOf(journal)).toEqual(['before', 'kept'])
    expect(scope.latch('risk')?.state).toBe('halted')
    journal.close()
    const again = open()
    expect(again.scope('a').latch('risk')?.state).toBe('halted')
    again.close()
  })
})

describe('a journal that is torn', () => {
  const copy = () => join(directory, 'torn.db')
  const restore = () => {
    for (const suffix of ['', '-wal', '-shm', '-head']) rmSync(`${copy()}${suffix}`, { force: true })
  }
  /** Opens the torn files; true when nothing that was promised is missing, false when they were refused. */
  const isWhole = (promised: readonly string[]): boolean => {
    try {
      const journal = openJournal({ path: copy(), clock })
      const keys = keysOf(journal)
      journal.close()
      expect(keys).toEqual(promised)
      return true
    } catch (error) {
      if (!(error instanceof JournalDamagedError)) throw error
      return false
    }
  }

  /** Frame ends and their neighbours, and a spread of all others: each opening costs milliseconds. */
  const pickLengths = (bytes: number, pages: number): readonly number[] =>
    Array.from({ length: bytes }, (_, length) => length).filter(
      (length) => length % 1_009 === 0 || Math.abs(((length - 32 + pages / 2) % pages) - pages / 2) <= 1,
    )

  it('anywhere in its log is refused, or has everything that was promised', { timeout: 60_000 }, async () => {
    const journal = open()
    const promised = ['one', 'two', 'three']
    for (const key of promised) await journal.scope('a').append(ledger(key, 'x'.repeat(40)))
    const whole = join(directory, 'whole.db')
    kill(journal, whole)
    journal.close()
    const lengths = pickLengths(statSync(`${whole}-wal`).size, 4_096 + 24)
    expect(lengths.length).toBeGreaterThan(50)
    for (const length of lengths) {
      restore()
      for (const suffix of ['', '-wal', '-head']) copyFileSync(`${whole}${suffix}`, `${copy()}${suffix}`)
      truncateSync(`${copy()}-wal`, length)
      expect({ length, isWhole: isWhole(promised) }).toEqual({ length, isWhole: false })
    }
    restore()
    for (const suffix of ['', '-wal', '-head']) copyFileSync(`${whole}${suffix}`, `${copy()}${suffix}`)
    expect(isWhole(promised)).toBe(true)
  })

  it('anywhere in its main file or its head is refused', { timeout: 60_000 }, async () => {
    const journal = open()
    const promised = ['one', 'two', 'three']
    for (const key of promised) await journal.scope('a').append(ledger(key, 'x'.repeat(40)))
    journal.close()
    for (const suffix of ['', '-head']) {
      const bytes = statSync(`${path}${suffix}`).size
      for (const length of suffix === '' ? pickLengths(bytes, 4_096) : Array(bytes).keys()) {
        restore()
        for (const part of ['', '-head']) copyFileSync(`${path}${part}`, `${copy()}${part}`)
        truncateSync(`${copy()}${suffix}`, length)
        expect({ suffix, length, isWhole: isWhole(promised) }).toEqual({ suffix, length, isWhole: false })
      }
    }
  })

  it('by a changed byte is refused', async () => {
    const journal = open()
    await journal.scope('a').append(ledger('one', 'hello'))
    journal.close()
    const bytes = readFileSync(path)
    bytes.write('jello', bytes.indexOf('hello'))
    writeFileSync(path, bytes)
    expect(() => open()).toThrow('not as it was written')
  })

  it('can be repaired: what is readable stays, the loss is named, the broken files are kept', async () => {
    const journal = open()
    for (const key of ['one', 'two', 'three']) await journal.scope('a').append(ledger(key, key))
    kill(journal, copy())
    journal.close()
    truncateSync(`${copy()}-wal`, statSync(`${copy()}-wal`).size - 1)
    const repaired = openJournal({ path: copy(), clock, repair: true })
    expect(repaired.repaired).toMatchObject({ kept: 2, lost: 1 })
    expect(keysOf(repaired)).toEqual(['one', 'two'])
    expect(repaired.scope('a').list('incident')).toMatchObject([{ what: 'journalRepaired' }])
    expect(existsSync(repaired.repaired?.movedTo ?? '')).toBe(true)
    repaired.close()
    const again = openJournal({ path: copy(), clock })
    expect(again.repaired).toBeUndefined()
    again.close()
  })
})

describe('compaction', () => {
  it('removes what ended long ago and nothing that is open', async () => {
    const clock_ = createVirtualClock({ startMs: 1_000 })
    const journal = openJournal({ path: ':memory:', clock: clock_, keepMs: 10_000 })
    const scope = journal.scope('a')
    const intent = (clientOrderId: string): JournalEntry => ({
      type: 'intent',
      atMs: clock_.now(),
      clientOrderId,
      terms: {} as never,
    })
    for (const id of ['ended', 'open']) {
      scope.note(intent(`${id}-order`))
      scope.note({ type: 'tradeOpened', atMs: clock_.now(), tradeId: id, plan: {} as never })
      scope.note({
        type: 'tradeOrder',
        atMs: clock_.now(),
        tradeId: id,
        clientOrderId: `${id}-order`,
        role: 'entry',
        level: undefined,
      })
      scope.note({ type: 'orderEnded', atMs: clock_.now(), clientOrderId: `${id}-order`, note: {} as never })
    }
    scope.note(intent('alone'))
    scope.note({ type: 'orderEnded', atMs: clock_.now(), clientOrderId: 'alone', note: {} as never })
    scope.note(intent('resting'))
    scope.note({ type: 'tradeEnded', atMs: clock_.now(), tradeId: 'ended', result: {} as never })
    scope.note(ledger('kept'))
    for (const state of ['halted', 'active'])
      void scope.setLatch({ name: 'risk', state, reason: '', atMs: clock_.now() })
    await clock_.advance(10_001)
    expect(journal.compact()).toBeGreaterThan(0)
    expect(scope.list('intent').map(({ clientOrderId }) => clientOrderId)).toEqual(['open-order', 'resting'])
    expect(scope.listOpenTrades()).toEqual(['open'])
    expect(scope.listTrade('ended')).toEqual([])
    expect(scope.list('orderEnded').map(({ clientOrderId }) => clientOrderId)).toEqual(['open-order'])
    expect(scope.list('latch').map(({ state }) => state)).toEqual(['active'])
    expect(scope.list('ledger')).toHaveLength(1)
    expect(journal.compact()).toBe(0)
    journal.close()
  })
})
