import type { Benchmark } from '../benchmark.ts'
import { compare } from '../measure/compare.ts'
import { createDurationRow } from '../measure/create-duration-row.ts'
import { createFrameFeed } from '../streams/create-frame-feed.ts'
import { readSampleFrames } from '../streams/read-sample-frames.ts'

const target = 0.6

/** From the socket's text to a typed event in a handler, through the whole client, against a bare `JSON.parse` of the text. */
export const readBookTickers: Benchmark = async (name, context) => {
  const { bookTickers, symbol } = await readSampleFrames(name, context.note)
  const feed = createFrameFeed()
  let events = 0
  feed.streams.watchBookTicker({ symbol }, ({ bestBid }) => {
    if (bestBid !== '') events++
  })
  await feed.settle()
  const comparison = await compare(
    (times) => {
      const before = events
      for (let i = 0; i < times; i++) feed.push(bookTickers[i % bookTickers.length]!)
      if (events - before !== times) throw new Error(`${times} frames gave ${events - before} events`)
    },
    (times) => {
      for (let i = 0; i < times; i++) JSON.parse(bookTickers[i % bookTickers.length]!)
    },
    context,
  )
  await feed.streams.close()
  return createDurationRow({ name, peerName: 'bare JSON.parse', target, engine: null }, comparison)
}
