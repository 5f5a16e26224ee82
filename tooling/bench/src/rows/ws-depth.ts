import { createLocalOrderBook } from '@aster/ws'

import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createDurationRow } from '../measure/create-duration-row.ts'
import { createFrameFeed } from '../streams/create-frame-feed.ts'
import { readSampleFrames, type SampleFrames } from '../streams/read-sample-frames.ts'

const target = 0.6

/** A depth frame from the socket's text to the book that is live again, with a handler that reads the touch; per frame. */
export const applyDepth: Benchmark = async (name, context) => {
  const sample = await readSampleFrames(name, context.note)
  const frames = sample.depth.map((frame) => frame.replace(/@depth(@\d+ms)?"/, '@depth@100ms"'))
  const perPass = frames.length
  const comparison = await compare(
    async (times) => {
      for (let pass = 0; pass < times; pass++) await buildBook(sample, frames)
    },
    (times) => {
      for (let pass = 0; pass < times; pass++) for (const frame of frames) JSON.parse(frame)
    },
    context,
  )
  const perFrame = { oursUs: comparison.oursUs / perPass, peerUs: comparison.peerUs / perPass }
  return createDurationRow({ name, peerName: 'bare JSON.parse', target, engine: null }, perFrame)
}

async function buildBook({ symbol, tickSize, stepSize, snapshot }: SampleFrames, frames: readonly string[]) {
  const feed = createFrameFeed()
  const getSnapshot = () => Promise.resolve(snapshot)
  const { clock, streams } = feed
  const book = createLocalOrderBook({ streams, clock, symbol, tickSize, stepSize, getSnapshot, speedMs: 100 })
  let read = 0
  book.onChange(({ bestBidTicks, bestAskTicks }) => {
    if (bestBidTicks < bestAskTicks) read++
  })
  await feed.settle()
  for (const frame of frames) feed.push(frame)
  if (book.state !== 'live' || read < frames.length / 2) throw new Error(`the book is ${book.state} after its frames`)
  book.close()
  await streams.close()
}
