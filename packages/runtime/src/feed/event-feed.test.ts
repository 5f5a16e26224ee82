import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createVirtualClock, type FeedBody } from '@aster/core'
import { afterEach, describe, expect, it } from 'vitest'

import { createRedactor } from '../redaction/create-redactor.ts'
import { createEventFeed } from './create-event-feed.ts'
import { openFeedFile, readFeedFiles } from './feed-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'feed-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const market = (bestBid: string): FeedBody => ({ kind: 'market', symbol: 'BTCUSDT', bestBid, bestAsk: '2' })
const signal = (id: string, status: 'received' | 'executing' | 'done', reason?: string): FeedBody => ({
  kind: 'signal',
  id,
  strategy: 'breakout',
  action: 'open',
  symbol: 'BTCUSDT',
  status,
  receivedMs: 0,
  reason,
})
const incident = (what: string, detail = ''): FeedBody => ({ kind: 'incident', severity: 'warning', what, detail })

describe('the event feed', () => {
  it('numbers events without holes and stamps our time', () => {
    const clock = createVirtualClock({ startMs: 1_000 })
    const feed = createEventFeed({ clock })
    feed.publish(incident('a'))
    const second = feed.publish(incident('b'), 'signal-7')
    expect(second).toMatchObject({ sequence: 2, atMs: 1_000, correlationId: 'signal-7' })
  })

  it('keeps the newest price of a symbol, and the last so many of everything else', () => {
    const feed = createEventFeed({ clock: createVirtualClock(), capacity: 3 })
    for (let count = 1; count <= 1_000; count += 1) feed.publish(market(`${count}`))
    for (const what of ['a', 'b', 'c', 'd']) feed.publish(incident(what))
    const kept = feed.recent()
    expect(kept.map((event) => (event.kind === 'incident' ? event.what : event.kind))).toEqual([
      'market',
      'b',
      'c',
      'd',
    ])
    expect(kept[0]).toMatchObject({ bestBid: '1000' })
    expect(feed.recent({ afterSequence: 1_003 })).toHaveLength(1)
  })

  it('keeps one state of each signal, and of signals that are over only so many', () => {
    const feed = createEventFeed({ clock: createVirtualClock() })
    feed.publish(signal('waiting', 'received'))
    for (let count = 0; count < 1_000; count += 1) {
      feed.publish(signal(`s${count}`, 'received'))
      feed.publish(signal(`s${count}`, 'executing'))
      feed.publish(signal(`s${count}`, 'done'))
    }
    const kept = feed.recent({ kinds: ['signal'] })
    expect(kept).toHaveLength(200)
    expect(kept[0]).toMatchObject({ id: 'waiting', status: 'received' })
    expect(kept.at(-1)).toMatchObject({ id: 's999', status: 'done' })
    expect(kept.filter(({ kind }) => kind !== 'signal')).toEqual([])
  })

  it('stays bounded when no signal ever ends', () => {
    const feed = createEventFeed({ clock: createVirtualClock() })
    for (let count = 0; count < 1_000; count += 1) feed.publish(signal(`s${count}`, 'received'))
    expect(feed.recent()).toHaveLength(200)
    expect(feed.recent()[0]).toMatchObject({ id: 's800' })
  })

  it('lets no secret into a signal', () => {
    const feed = createEventFeed({ clock: createVirtualClock(), redactor: createRedactor(['hunter2hunter2']) })
    expect(feed.publish(signal('a', 'done', 'sent hunter2hunter2'))).toMatchObject({ reason: 'sent [hidden]' })
  })

  it('goes on when a listener throws, and says so', () => {
    const errors: unknown[] = []
    const feed = createEventFeed({ clock: createVirtualClock(), onListenerError: (error) => errors.push(error) })
    const heard: number[] = []
    feed.subscribe(() => {
      throw new Error('broken view')
    })
    feed.subscribe(({ sequence }) => heard.push(sequence))
    feed.publish(incident('a'))
    expect(heard).toEqual([1])
    expect(errors).toHaveLength(1)
  })

  it('lets no secret into an incident', () => {
    const feed = createEventFeed({ clock: createVirtualClock(), redactor: createRedactor(['hunter2hunter2']) })
    expect(feed.publish(incident('x', 'wrong passphrase hunter2hunter2'))).toMatchObject({
      detail: 'wrong passphrase [hidden]',
    })
  })
})

describe('a feed on disk', () => {
  it('comes back in order, over rotations, without the passing prices', async () => {
    const clock = createVirtualClock()
    const feed = createEventFeed({ clock })
    const path = join(folder, 'feed.jsonl')
    const file = openFeedFile({ feed, path, clock, maxBytes: 200, keepFiles: 50 })
    for (let count = 0; count < 20; count += 1) {
      feed.publish(market('1'))
      feed.publish(incident(`i${count}`))
      await clock.advance(1_000)
    }
    file.close()
    const { events, brokenLines } = readFeedFiles(path)
    expect(events.map((event) => (event.kind === 'incident' ? event.what : event.kind))).toEqual(
      Array.from({ length: 20 }, (_, index) => `i${index}`),
    )
    expect(brokenLines).toBe(0)
    expect(readFeedFiles(path, (event) => event.sequence === 40).events).toHaveLength(1)
  })

  it('is bounded: the oldest files go', async () => {
    const clock = createVirtualClock()
    const feed = createEventFeed({ clock })
    const path = join(folder, 'bounded.jsonl')
    const file = openFeedFile({ feed, path, clock, maxBytes: 200, keepFiles: 2 })
    for (let count = 0; count < 50; count += 1) {
      feed.publish(incident(`i${count}`))
      await clock.advance(1_000)
    }
    file.close()
    const { events } = readFeedFiles(path)
    expect(events.length).toBeLessThan(12)
    expect(events.at(-1)).toMatchObject({ what: 'i49' })
  })

  it('is read up to where a killed program stopped writing, at each byte', () => {
    const clock = createVirtualClock()
    const feed = createEventFeed({ clock })
    const path = join(folder, 'torn.jsonl')
    const file = openFeedFile({ feed, path, clock })
    feed.publish(incident('first'))
    feed.publish(incident('second'))
    file.close()
    const whole = readFileSync(path)
    for (let length = 0; length <= whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length))
      const { events, brokenLines } = readFeedFiles(path)
      expect(events.length + brokenLines).toBeLessThanOrEqual(2)
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 2].slice(0, events.length))
    }
    appendFileSync(path, 'not json\n')
    expect(readFeedFiles(path)).toMatchObject({ brokenLines: 1 })
  })
})
