import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { BookSide } from './book-side.ts'
import { type BookReplica, createBookReplica } from './create-book-replica.ts'

const steps = { tickSize: '1', stepSize: '1' }

interface Diff {
  readonly previous: number
  readonly first: number
  readonly last: number
  readonly bids: readonly (readonly [number, number])[]
  readonly asks: readonly (readonly [number, number])[]
}

const toText = (levels: readonly (readonly [number, number])[]) =>
  levels.map(([price, quantity]) => [String(price), String(quantity)] as const)

const frameOf = ({ previous, first, last, bids, asks }: Diff) =>
  JSON.stringify({
    stream: 'btcusdt@depth@100ms',
    data: {
      e: 'depthUpdate',
      E: last,
      T: last,
      s: 'BTCUSDT',
      U: first,
      u: last,
      pu: previous,
      b: toText(bids),
      a: toText(asks),
    },
  })

/** The exchange's side of the story: a book, its diffs, and what it looked like after each. */
function tellStory(
  seedLevels: readonly (readonly [boolean, number, number])[],
  perDiff: number,
  idSteps: readonly number[],
) {
  const bids = new Map<number, number>([[100, 5]])
  const asks = new Map<number, number>([[101, 5]])
  const states = new Map<number, { bids: [number, number][]; asks: [number, number][] }>()
  const diffs: Diff[] = []
  let last = 1_000
  const save = (id: number) => {
    states.set(id, {
      bids: [...bids].toSorted((a, b) => b[0] - a[0]),
      asks: [...asks].toSorted((a, b) => a[0] - b[0]),
    })
  }
  save(last)
  for (let start = 0; start < seedLevels.length; start += perDiff) {
    const changes = { bids: [] as [number, number][], asks: [] as [number, number][] }
    for (const [isBid, distance, lots] of seedLevels.slice(start, start + perDiff)) {
      const price = isBid ? 100 - distance : 101 + distance
      const side = isBid ? bids : asks
      if (lots === 0) side.delete(price)
      else side.set(price, lots)
      changes[isBid ? 'bids' : 'asks'].push([price, lots])
    }
    const previous = last
    const first = previous + 1 + (idSteps[diffs.length % idSteps.length] ?? 0)
    last = first + changes.bids.length + changes.asks.length
    diffs.push({ previous, first, last, ...changes })
    save(last)
  }
  return { diffs, states }
}

const listTicks = (side: BookSide): number[] => {
  const all: number[] = []
  for (let ticks = side.bestTicks; !Number.isNaN(ticks); ticks = side.ticksBehind(ticks)) all.push(ticks)
  return all
}

const levelsOf = (side: BookSide): [number, number][] => listTicks(side).map((ticks) => [ticks, side.lotsOf(ticks)])

const expectTrue = (replica: BookReplica, states: ReturnType<typeof tellStory>['states']) => {
  const truth = states.get(replica.lastUpdateId)
  expect(truth).toBeDefined()
  expect({ bids: levelsOf(replica.bids), asks: levelsOf(replica.asks) }).toEqual(truth)
}

const story = fc
  .record({
    levels: fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 15 }), fc.nat({ max: 3 })), {
      minLength: 20,
      maxLength: 120,
    }),
    perDiff: fc.integer({ min: 1, max: 5 }),
    idSteps: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ levels, perDiff, idSteps }) => tellStory(levels, perDiff, idSteps))

/** What can happen to a frame on its way. */
const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant('arrives' as const) },
  { weight: 1, arbitrary: fc.constantFrom('lost', 'twice', 'late', 'damaged') },
)

describe('createBookReplica', () => {
  it('equals the exchange when nothing happens to the frames, wherever the snapshot falls', () => {
    fc.assert(
      fc.property(story, fc.nat(), fc.nat(), ({ diffs, states }, snapshotPlace, arrivalPlace) => {
        const ids = [...states.keys()]
        const taken = snapshotPlace % ids.length
        const arrives = taken + (arrivalPlace % (ids.length - taken))
        const replica = createBookReplica('BTCUSDT', steps)
        for (const [index, diff] of diffs.entries()) {
          if (index === arrives) takeSnapshot(replica, states, ids[taken]!)
          replica.acceptFrame(frameOf(diff))
        }
        if (arrives === diffs.length) takeSnapshot(replica, states, ids[taken]!)
        expect(['live', 'waiting']).toContain(replica.state)
        expect(replica.lastUpdateId).toBe(ids.at(-1))
        expectTrue(replica, states)
      }),
    )
  })

  it('under loss, repetition, disorder and damage equals the exchange or says that it is not live', () => {
    let liveFrames = 0
    let otherFrames = 0
    fc.assert(
      fc.property(
        story,
        fc.array(fate, { minLength: 120, maxLength: 120 }),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 120, maxLength: 120 }),
        ({ diffs, states }, fates, delays) => {
          const ids = [...states.keys()]
          const replica = createBookReplica('BTCUSDT', steps)
          const late: { readonly due: number; readonly frame: string }[] = []
          const check = () => {
            if (replica.state === 'live') {
              liveFrames++
              expectTrue(replica, states)
            } else otherFrames++
          }
          for (const [index, diff] of diffs.entries()) {
            const frame = frameOf(diff)
            const happens = fates[index % fates.length]
            const frames = late.filter(({ due }) => due === index).map((entry) => entry.frame)
            if (happens === 'arrives' || happens === 'twice') frames.push(frame)
            if (happens === 'twice') frames.push(frame)
            if (happens === 'damaged') frames.push(frame.slice(0, frame.length / 2))
            if (happens === 'late') late.push({ due: index + 1 + (delays[index] ?? 0), frame })
            for (const text of frames) {
              replica.acceptFrame(text)
              check()
            }
            // Snapshots are taken now and then and arrive a little old.
            if (index % 4 !== 3) continue
            takeSnapshot(replica, states, ids[Math.max(0, index - (delays[index] ?? 0))]!)
            check()
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(liveFrames).toBeGreaterThan(1_000)
    expect(otherFrames).toBeGreaterThan(100)
  })

  it('heals without a snapshot when a late event fills the hole', () => {
    const { diffs, states } = tellStory(
      [
        [true, 1, 1],
        [true, 2, 1],
        [false, 1, 1],
        [false, 2, 2],
      ],
      1,
      [3],
    )
    const replica = createBookReplica('BTCUSDT', steps)
    takeSnapshot(replica, states, 1_000)
    expect(replica.state).toBe('waiting')
    expect(replica.acceptFrame(frameOf(diffs[0]!))).toBe('applied')
    expect(replica.state).toBe('live')
    expect(replica.acceptFrame(frameOf(diffs[2]!))).toBe('held')
    expect(replica.state).toBe('broken')
    expect(replica.acceptFrame(frameOf(diffs[1]!))).toBe('applied')
    expect(replica.state).toBe('live')
    expectTrue(replica, states)
    expect(replica.acceptFrame(frameOf(diffs[1]!))).toBe('ignored')
    expect(replica.acceptFrame(frameOf(diffs[3]!))).toBe('applied')
    expect(replica.heldFrames).toBe(0)
  })

  it('refuses a snapshot that is older than what it has held, and keeps the frames for the next one', () => {
    const { diffs, states } = tellStory(
      [
        [true, 1, 1],
        [true, 2, 1],
        [false, 1, 1],
      ],
      1,
      [0],
    )
    const replica = createBookReplica('BTCUSDT', steps)
    replica.acceptFrame(frameOf(diffs[1]!))
    replica.acceptFrame(frameOf(diffs[2]!))
    expect(takeSnapshot(replica, states, 1_000)).toBe('tooOld')
    expect(replica.state).toBe('empty')
    expect(takeSnapshot(replica, states, diffs[1]!.last)).toBe('taken')
    expect(replica.state).toBe('live')
    expectTrue(replica, states)
  })

  it('takes a snapshot whose id lies between two events, as ids are shared by all symbols', () => {
    const { diffs, states } = tellStory(
      [
        [true, 1, 1],
        [true, 2, 1],
      ],
      1,
      [50],
    )
    const replica = createBookReplica('BTCUSDT', steps)
    const truth = states.get(diffs[0]!.last)!
    const between = { lastUpdateId: diffs[0]!.last + 20, bids: toText(truth.bids), asks: toText(truth.asks) }
    expect(replica.acceptSnapshot(between)).toBe('taken')
    expect(replica.acceptFrame(frameOf(diffs[1]!))).toBe('applied')
    expectTrue(replica, states)
  })

  it('empties itself when bids reach asks', () => {
    const replica = createBookReplica('BTCUSDT', steps)
    replica.acceptSnapshot({ lastUpdateId: 1, bids: [['100', '1']], asks: [['101', '1']] })
    const crossing = { previous: 1, first: 2, last: 2, bids: [[101, 1]], asks: [] } as const
    expect(replica.acceptFrame(frameOf(crossing))).toBe('crossed')
    expect(replica.state).toBe('empty')
    const crossed = { lastUpdateId: 3, bids: [['100', '1']], asks: [['99', '1']] } as const
    expect(replica.acceptSnapshot(crossed)).toBe('crossed')
  })

  it('says when a price is not on its grid, and goes on with new steps', () => {
    const replica = createBookReplica('BTCUSDT', steps)
    const snapshot = { lastUpdateId: 1, bids: [['100.5', '1']], asks: [['101', '1']] } as const
    expect(replica.acceptSnapshot(snapshot)).toBe('offGrid')
    replica.rescale({ tickSize: '0.5', stepSize: '1' })
    expect(replica.acceptSnapshot(snapshot)).toBe('taken')
    expect(replica.bids.bestTicks).toBe(201)
  })

  it('reads frames that are written in another way', () => {
    const replica = createBookReplica('BTCUSDT', steps)
    replica.acceptSnapshot({ lastUpdateId: 1, bids: [['100', '1']], asks: [['101', '1']] })
    const data = { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: 2, u: 2, pu: 1, b: [['1e1', 2]], a: [], st: 2 }
    expect(replica.acceptFrame(JSON.stringify({ data, stream: 'btcusdt@depth' }, null, 1))).toBe('applied')
    expect(replica.bids.lotsOf(10)).toBe(2)
    expect(replica.acceptFrame(JSON.stringify({ stream: 'x', data: { ...data, s: 'ETHUSDT', pu: 2, u: 3 } }))).toBe(
      'unreadable',
    )
    expect(replica.state).toBe('broken')
  })

  it.each([
    ['a sign in an id', '"pu":1', '"pu":-1'],
    ['an exponent in an id', '"u":1200', '"u":12e2'],
    ['ids that run backwards', '"U":2', '"U":2000'],
  ])('refuses %s, which only damage can explain', (_, from, to) => {
    const replica = createBookReplica('BTCUSDT', steps)
    replica.acceptSnapshot({ lastUpdateId: 1, bids: [['100', '1']], asks: [['101', '1']] })
    const frame = frameOf({ previous: 1, first: 2, last: 1200, bids: [[99, 1]], asks: [] })
    expect(replica.acceptFrame(frame.replace(from, to))).toBe('unreadable')
    expect(replica.state).toBe('broken')
    expect(replica.acceptFrame(frame)).toBe('applied')
  })

  it('holds a bounded number of frames', () => {
    const replica = createBookReplica('BTCUSDT', steps)
    for (let id = 1; id <= 25_000; id++) {
      replica.acceptFrame(frameOf({ previous: id - 1, first: id, last: id, bids: [[50, id]], asks: [] }))
    }
    expect(replica.heldFrames).toBeLessThanOrEqual(10_000)
  })
})

function takeSnapshot(replica: BookReplica, states: ReturnType<typeof tellStory>['states'], lastUpdateId: number) {
  const { bids, asks } = states.get(lastUpdateId)!
  return replica.acceptSnapshot({ lastUpdateId, bids: toText(bids), asks: toText(asks) })
}
