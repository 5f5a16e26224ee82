import { type Clock, createSeededRandom, sleep } from '@aster/core'
import { createLocalOrderBook, createMarketCache, createStreamClient, createUserStream } from '@aster/ws'

import type { Sample } from './compute-slope.ts'
import { createLoadLine } from './create-load-line.ts'
import { measureHeap } from './measure-heap.ts'

export interface LoadOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly durationMs: number
  readonly symbols: number
  readonly framesPerSecond: number
  readonly sampleEveryMs: number
  readonly plant: string | undefined
  readonly onSample: (sample: Sample) => void
}

export interface LoadResult {
  readonly samples: readonly Sample[]
  readonly framesPerSecond: number
  readonly events: number
  readonly connections: number
  readonly booksLive: number
}

const tickMs = 10
const cutEveryMs = 15_000
/** Time without a cut at the end, for the books to be live again. */
const calmMs = 3_000
const longestSyncMs = 10_000
/** What a planted leak holds each time: much beside what a heap wanders by in its first minute. */
const keptBytes = 1_000
/** More than any part remembers. */
const rememberedEvents = 12_000

/** Touch and book of every symbol, trades by a slow loop, a market cache and a user stream, with cuts, for as long as asked. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { clock, signal, durationMs, symbols, framesPerSecond, sampleEveryMs, plant, onSample } = options
  const random = createSeededRandom(1)
  const line = createLoadLine(clock)
  const { connector } = line
  const common = { connector, clock, random, baseUrl: 'ws://soak.invalid' }
  const streams = createStreamClient(common)
  const names = Array.from({ length: symbols }, (_, index) => `S${String(index + 1).padStart(3, '0')}USDT`)
  const kept: unknown[] = []
  let events = 0
  const books = names.map((symbol) => {
    streams.watchBookTicker({ symbol }, (event, frame) => {
      events++
      if (plant === 'frames-kept' && events % 5 === 0) kept.push(frame, Buffer.alloc(keptBytes))
    })
    const levels = { bids: [['999.9', '1']], asks: [['1000.1', '1']] } as const
    const getSnapshot = () => Promise.resolve({ lastUpdateId: line.lastUpdateIdOf(symbol), ...levels })
    const book = createLocalOrderBook({
      streams,
      clock,
      random,
      symbol,
      tickSize: '0.1',
      stepSize: '0.001',
      getSnapshot,
    })
    book.onChange(() => events++)
    return book
  })
  const first = names.slice(0, 1)
  const keep = { touch: true, trades: 1_000, bars: { '1m': 100 } }
  const cache = createMarketCache({ streams, clock, random, symbols: first, keep, reads: {} })
  let isDone = false
  const slow = readSlowly(streams.watchAggTrades({ symbol: first[0] ?? '' }, { signal }), clock, () => isDone)
  const user = createUserStream({
    ...common,
    listenKey: { create: () => Promise.resolve('key'), keepAlive: () => Promise.resolve() },
    onEvent: (event) => {
      events++
      if (plant === 'events-remembered') kept.push(event)
    },
    onGap: () => Promise.resolve(),
  })
  await user.start()
  line.sendUserEvents(rememberedEvents)

  const addHandlers = (): void => {
    for (const symbol of names) {
      for (let count = 0; count < 25; count++) {
        const held = Buffer.alloc(keptBytes)
        streams.watchBookTicker({ symbol }, () => held.length)
      }
    }
  }
  const samples: Sample[] = []
  const startMs = clock.monotonicMs()
  let sent = 0
  let cutAtMs = startMs + cutEveryMs
  let sampleAtMs = startMs + sampleEveryMs
  for (let now = startMs; now < startMs + durationMs; now = clock.monotonicMs()) {
    signal.throwIfAborted()
    // After a stall a tenth of a second is made good; more would be another load.
    const due = Math.min(((now - startMs) / 1000) * framesPerSecond - sent, framesPerSecond / 10)
    const count = Math.floor(due)
    line.send(count)
    sent = ((now - startMs) / 1000) * framesPerSecond - (due - count)
    if (now >= cutAtMs && now < startMs + durationMs - calmMs) {
      cutAtMs += cutEveryMs
      line.cut()
      if (plant === 'handlers-kept') addHandlers()
    }
    if (now >= sampleAtMs) {
      sampleAtMs += sampleEveryMs
      const sample = { atMs: now - startMs, bytes: measureHeap() }
      samples.push(sample)
      onSample(sample)
    }
    await sleep(clock, tickMs, signal)
  }
  const elapsedMs = clock.monotonicMs() - startMs
  const loadFrames = line.frames
  const isLive = () => books.every(({ state }) => state === 'live')
  for (let waitedMs = 0; waitedMs < longestSyncMs && !isLive(); waitedMs += tickMs) {
    line.send(symbols)
    await sleep(clock, tickMs, signal)
  }
  const booksLive = books.filter(({ state }) => state === 'live').length
  const connections = streams.connections.reduce((sum, { opened }) => sum + opened, 0)
  isDone = true
  for (const book of books) book.close()
  cache.close()
  await streams.close()
  await Promise.all([slow, user.stop()])
  return { samples, framesPerSecond: (loadFrames / elapsedMs) * 1000, events, connections, booksLive }
}

/** A reader that is always behind, so that its queue overflows again and again. */
async function readSlowly(events: AsyncIterable<unknown>, clock: Clock, isDone: () => boolean): Promise<void> {
  for await (const event of events) {
    if (isDone()) break
    if (event !== undefined) await sleep(clock, 50)
  }
}
