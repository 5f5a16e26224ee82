import { createDecimalGrid } from '@aster/core'
import { BookSide } from '@aster/ws'

import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createRateRow } from '../measure/create-rate-row.ts'
import { loadCcxtOrderBook } from '../peers/load-ccxt.ts'
import { readSampleFrames, type SampleFrames } from '../streams/read-sample-frames.ts'

const target = 8
const depth = 1_000

type Level = readonly [price: string, quantity: string]
interface Update {
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** Level updates from strings into a book of 1,000 levels a side, against ccxt's base order book; updates a second. */
export const updateBookVersusCcxt: Benchmark = async (name, context) => {
  const sample = await readSampleFrames(name, context.note)
  const { OrderBook, version } = await loadCcxtOrderBook(context.note)
  const updates = parseUpdates(sample)
  const count = updates.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0)
  const price = createDecimalGrid(sample.tickSize)
  const quantity = createDecimalGrid(sample.stepSize)
  let ourTouch = 0
  let theirTouch = 0

  const setLevels = (side: BookSide, levels: readonly Level[]) => {
    for (let index = 0; index < levels.length; index++) {
      const level = levels[index]!
      side.set(price.parse(level[0]) ?? Number.NaN, quantity.parse(level[1]) ?? Number.NaN)
    }
  }
  const ours = () => {
    const bids = new BookSide(1)
    const asks = new BookSide(-1)
    setLevels(bids, sample.snapshot.bids)
    setLevels(asks, sample.snapshot.asks)
    for (const update of updates) {
      setLevels(bids, update.bids)
      setLevels(asks, update.asks)
    }
    ourTouch = bids.bestTicks * price.step.toNumber()
  }
  const peer = () => {
    const { lastUpdateId: nonce, ...levels } = sample.snapshot
    const toNumbers = (side: readonly Level[]) => side.map(([p, q]) => [Number.parseFloat(p), Number.parseFloat(q)])
    const book = new OrderBook({}, depth)
    book.reset({ nonce, bids: toNumbers(levels.bids), asks: toNumbers(levels.asks) })
    for (const { bids, asks } of updates) {
      for (const [p, q] of bids) book.bids.store(Number.parseFloat(p), Number.parseFloat(q))
      for (const [p, q] of asks) book.asks.store(Number.parseFloat(p), Number.parseFloat(q))
      book.limit()
    }
    theirTouch = book.bids[0]?.[0] ?? Number.NaN
  }
  const comparison = await compare(
    (times) => {
      for (let pass = 0; pass < times; pass++) ours()
    },
    (times) => {
      for (let pass = 0; pass < times; pass++) peer()
    },
    context,
  )
  if (Math.abs(ourTouch - theirTouch) > 1e-6) {
    throw new Error(`the books end at ${ourTouch} and ${theirTouch}; the comparison would mean nothing`)
  }
  const perUpdate = { oursUs: comparison.oursUs / count, peerUs: comparison.peerUs / count }
  return createRateRow({ name, peerName: `ccxt ${version} OrderBook`, target, engine: null }, perUpdate)
}

/** The diffs that follow the snapshot, as level texts. */
function parseUpdates({ depth: frames, snapshot }: SampleFrames): readonly Update[] {
  return frames.flatMap((frame) => {
    const { data } = JSON.parse(frame) as { readonly data: { u: number; b: readonly Level[]; a: readonly Level[] } }
    return data.u < snapshot.lastUpdateId ? [] : [{ bids: data.b, asks: data.a }]
  })
}
