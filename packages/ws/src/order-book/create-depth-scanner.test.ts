import { streams } from '@aster/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createBookScale } from './book-scale.ts'
import { createDepthScanner } from './create-depth-scanner.ts'
import { createDepthChange, type DepthChange, type LevelBuffer } from './depth-change.ts'
import { readDepthEvent } from './read-depth-event.ts'

const steps = { tickSize: '0.05', stepSize: '0.001' }
const scale = createBookScale(steps)
const scan = createDepthScanner('BTCUSDT', scale)

const level = fc
  .tuple(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 5_000_000 }))
  .map(([ticks, lots]) => [(ticks * 0.05).toFixed(2), (lots / 1000).toFixed(3)] as const)
const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
/** Ids in the order in which they always are. */
const payload = fc
  .record({
    e: fc.constant('depthUpdate'),
    E: id,
    T: id,
    s: fc.constant('BTCUSDT'),
    U: id,
    u: id,
    pu: id,
    b: fc.array(level, { maxLength: 400 }),
    a: fc.array(level, { maxLength: 400 }),
  })
  .map((fields) => ({ ...fields, u: Math.max(fields.U, fields.u, fields.pu) }))

const copyLevels = ({ ticks, lots, count }: LevelBuffer) =>
  Array.from({ length: count }, (_, index) => [ticks[index], lots[index]])
const copy = ({ bids, asks, ...ids }: DepthChange) => ({ ...ids, bids: copyLevels(bids), asks: copyLevels(asks) })

const shuffleKeys = (fields: object, order: readonly number[]) =>
  Object.fromEntries(
    Object.entries(fields)
      .map((entry, index) => ({ entry, rank: order[index] ?? 0 }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ entry }) => entry),
  )

describe('createDepthScanner', () => {
  it('reads every frame as JSON.parse does, whatever the order of its fields', () => {
    fc.assert(
      fc.property(payload, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), (fields, order) => {
        const data = shuffleKeys(fields, order)
        const change = createDepthChange()
        expect(scan(JSON.stringify({ stream: 'btcusdt@depth@100ms', data }), change)).toBe(true)
        const expected = createDepthChange()
        expect(readDepthEvent(streams.diffDepth.parse(data), scale, expected)).toBe(true)
        expect(copy(change)).toEqual(copy(expected))
      }),
    )
  })

  it('refuses every frame that has lost or changed a character outside of its numbers', () => {
    fc.assert(
      fc.property(payload, fc.nat(), fc.constantFrom('', 'x', '"', '[', '}', ' '), (data, place, put) => {
        const frame = JSON.stringify({ stream: 'btcusdt@depth', data })
        const start = frame.indexOf(',"data"')
        const at = start + (place % (frame.length - start))
        if (/[\d.]/.test(frame[at]!) || frame[at] === put) return
        const damaged = frame.slice(0, at) + put + frame.slice(at + 1)
        expect(scan(damaged, createDepthChange())).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('refuses what it does not know: to be read the slow way', () => {
    const usual = { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: 1, u: 2, pu: 0, b: [['0.10', '1.000']], a: [] }
    const frameOf = (data: object) => JSON.stringify({ stream: 'btcusdt@depth', data })
    const change = createDepthChange()
    expect(scan(frameOf(usual), change)).toBe(true)
    for (const data of [
      { ...usual, s: 'ETHUSDT' },
      { ...usual, extra: 1 },
      { ...usual, z: 1 },
      { ...usual, e: 'other' },
      { ...usual, b: [['0.07', '1']] },
      { ...usual, b: [['-0.10', '1']] },
      { ...usual, b: [['1e5', '1']] },
      { ...usual, b: [['0.10', '1', '2']] },
      { ...usual, b: [['.', '1']] },
      { ...usual, u: '2' },
      { ...usual, u: -2 },
      { ...usual, u: 2.5 },
    ]) {
      expect(scan(frameOf(data), change)).toBe(false)
    }
    expect(scan(JSON.stringify(usual), change)).toBe(false)
    expect(scan('', change)).toBe(false)
    expect(scan(`${frameOf(usual)} `, change)).toBe(false)
    expect(scan(frameOf({ ...usual, pu: undefined }), change)).toBe(false)
  })
})
