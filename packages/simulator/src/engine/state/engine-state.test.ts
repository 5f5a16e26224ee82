import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { createSeededRandom } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { recordCalls } from '../../exchange/durable/record-calls.ts'
import { createEngineFixture } from '../engine-fixture.ts'
import { runRandomSession } from '../random-session.ts'
import type { Engine, EngineEvent } from '../types.ts'
import { decodeGraph, encodeGraph } from './encode-graph.ts'
import { engineCodec } from './engine-codec.ts'

/** Everything that can be asked of an engine. */
const ask = (engine: Engine) => ({
  money: engine.getMoney(),
  depth: engine.getDepth('BTCUSDT', 1000),
  mark: engine.getMark('BTCUSDT'),
  accounts: engine.accountIds().map((id) => ({
    id,
    balance: engine.getBalance(id),
    config: engine.getAccountConfig(id),
    positions: engine.getPositions(id),
    open: engine.getOpenOrders(id),
    orders: engine.getAllOrders(id, 'BTCUSDT', {}),
    fills: engine.getFills(id, 'BTCUSDT', {}),
    income: engine.getIncome(id, {}),
  })),
})
const toText = (value: unknown): string => JSON.stringify(value)

describe('the state of an engine', () => {
  it('is the same in another engine, and goes on in the same way', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const calls: (readonly [string, readonly unknown[]])[] = []
      let steps = 0
      let state: Uint8Array | undefined
      let callsBefore = 0
      let eventsBefore = 0
      const session = runRandomSession(
        createSeededRandom(seed),
        400,
        ({ engine, events }) => {
          steps += 1
          if (steps !== 250) return
          state = engine.getState()
          callsBefore = calls.length
          eventsBefore = events.length
        },
        (engine) => recordCalls(engine, { value: 0 }, (name, args) => calls.push([name, args])),
      )
      const other = createEngineFixture({ insuranceFund: '100000' })
      other.engine.setState(state as Uint8Array)
      const eventsAtStart = other.events.length
      for (const [name, args] of calls.slice(callsBefore)) {
        ;(other.engine as unknown as Record<string, (...all: readonly unknown[]) => unknown>)[name]?.(...args)
      }
      const events: readonly EngineEvent[] = session.events.slice(eventsBefore)
      expect(events.length).toBeGreaterThan(50)
      expect(toText(other.events.slice(eventsAtStart))).toBe(toText(events))
      expect(toText(ask(other.engine))).toBe(toText(ask(session.engine)))
    }
  })

  it('knows every class of the engine', () => {
    /** Views and events that are handed out and never kept. */
    const notKept = new Set(['OrderSnapshot', 'OrderUpdate', 'AccountUpdate'])
    const folder = join(import.meta.dirname, '..')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const classes = files
      .filter((file) => !file.includes('.test.'))
      .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/^(?:export )?class (\w+)/gm)])
      .map(([, name = '']) => name)
    expect(classes.filter((name) => !notKept.has(name) && !Object.hasOwn(engineCodec.classes, name))).toEqual([])
  })
})

describe('encodeGraph', () => {
  it('keeps cycles, shared objects, maps, sets, big numbers and what is undefined', () => {
    const shared = { name: 'shared', amount: 12n }
    const root: Record<string, unknown> = { shared, again: shared, none: undefined, list: [1, [shared]], empty: null }
    root['self'] = root
    root['map'] = new Map<unknown, unknown>([
      ['key', shared],
      [shared, new Set([shared, 'text'])],
    ])
    const read = decodeGraph(encodeGraph(root, engineCodec), engineCodec) as typeof root
    expect(read['self']).toBe(read)
    expect(read['again']).toBe(read['shared'])
    expect(read['shared']).toEqual(shared)
    expect(Object.keys(read)).toEqual(Object.keys(root))
    const map = read['map'] as Map<unknown, unknown>
    expect(map.get('key')).toBe(read['shared'])
    expect([...(map.get(read['shared']) as Set<unknown>)]).toEqual([read['shared'], 'text'])
  })

  it('does not care how long a chain is', () => {
    interface Link {
      next: Link | undefined
    }
    let root: Link = { next: undefined }
    for (let index = 0; index < 200_000; index++) root = { next: root }
    let read = decodeGraph(encodeGraph(root, engineCodec), engineCodec) as Link | undefined
    let length = 0
    for (; read !== undefined; read = read.next) length += 1
    expect(length).toBe(200_001)
  })

  it('names what it cannot keep', () => {
    expect(() => encodeGraph({ act: () => 1 }, engineCodec)).toThrow(/function/)
    expect(() => encodeGraph({ url: new URL('http://paper.invalid') }, engineCodec)).toThrow(/URL/)
  })
})
