import { createLocalOrderBook } from '@aster/ws'

import type { Benchmark } from '../benchmark.ts'
import { computeMedian } from '../measure/compare.ts'
import { roundFigure } from '../measure/create-duration-row.ts'
import { createFrameFeed } from '../streams/create-frame-feed.ts'
import { readSampleFrames, type SampleFrames } from '../streams/read-sample-frames.ts'

/** Times faster than the market. */
const target = 100
const passes = 5

/** A whole recording from its raw frames: every touch and trade as a typed event, and the book; against the time it took in the market. */
export const replayRecording: Benchmark = async (name, { clock, signal, note }) => {
  const sample = await readSampleFrames(name, note)
  const frames = sample.all.map((frame) => frame.replace(/@depth(@\d+ms)?"/, '@depth@100ms"'))
  const speeds: number[] = []
  for (let pass = 0; pass < passes; pass++) {
    signal.throwIfAborted()
    const startMs = clock.monotonicMs()
    await replay(sample, frames)
    speeds.push(sample.marketMs / (clock.monotonicMs() - startMs))
  }
  const ours = roundFigure(computeMedian(speeds))
  const facts = { name, peer: null, peerName: null, ratio: null, better: 'higher', engine: null } as const
  return { ...facts, ours, unit: 'x real time', target, ok: sample.isReal && ours >= target }
}

async function replay({ symbol, tickSize, stepSize, snapshot, bookTickers }: SampleFrames, frames: readonly string[]) {
  const feed = createFrameFeed()
  const { clock, streams } = feed
  let touches = 0
  streams.watchBookTicker({ symbol }, () => touches++)
  streams.watchFrames(`${symbol.toLowerCase()}@trade`, (frame) => void JSON.parse(frame))
  const getSnapshot = () => Promise.resolve(snapshot)
  const book = createLocalOrderBook({ streams, clock, symbol, tickSize, stepSize, getSnapshot, speedMs: 100 })
  await feed.settle()
  for (const frame of frames) feed.push(frame)
  if (book.state !== 'live' || touches !== bookTickers.length)
    throw new Error(`the book is ${book.state}, ${touches} touches`)
  book.close()
  await streams.close()
}
