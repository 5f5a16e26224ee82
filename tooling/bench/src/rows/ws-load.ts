import { sleep } from '@aster/core'
import { createLocalOrderBook, createStreamClient, createWsConnector, type LocalOrderBook } from '@aster/ws'

import type { Benchmark } from '../benchmark.ts'
import { roundFigure } from '../measure/create-duration-row.ts'
import { pickPercentile } from '../measure/pick-percentile.ts'
import { startLoadStreamServer } from '../servers/start-load-stream-server.ts'

/** Milliseconds from sending to handled, for 99 of 100 frames. */
const target = 5
const symbols = 200
const framesPerSecond = 20_000
const warmUpMs = 2_000
const measureMs = 5_000

/**
 * 200 symbols, touch and book each, over two real sockets on one core at 20,000 frames a second: how long after sending a frame
 * is an event in a handler, or a book that is live again.
 */
export const carryLoad: Benchmark = async (name, { clock, signal, note }) => {
  const server = await startLoadStreamServer()
  const connector = createWsConnector()
  const streams = createStreamClient({ connector, clock, baseUrl: server.url })
  const lagsMs: number[] = []
  let isMeasuring = false
  // The server writes microseconds where milliseconds are usual.
  const take = (sentUs: number) => {
    if (isMeasuring) lagsMs.push((Number(clock.nowUs()) - sentUs) / 1000)
  }
  const books: LocalOrderBook[] = []
  try {
    const subscriptions = Array.from({ length: symbols }, (_, index) => {
      const symbol = `S${String(index + 1).padStart(3, '0')}USDT`
      const book = createLocalOrderBook({ streams, clock, symbol, tickSize: '0.1', stepSize: '0.001', getSnapshot })
      book.onChange(() => take(book.view(0).eventTimeMs))
      books.push(book)
      return streams.watchBookTicker({ symbol }, ({ eventTimeMs }) => take(eventTimeMs))
    })
    await Promise.all([...subscriptions.map(({ ready }) => ready), sleep(clock, 1_000, signal)])
    server.start(framesPerSecond)
    await sleep(clock, warmUpMs, signal)
    const startMs = clock.monotonicMs()
    const before = process.cpuUsage()
    const { involuntaryContextSwitches: putAsideBefore } = process.resourceUsage()
    isMeasuring = true
    await sleep(clock, measureMs, signal)
    isMeasuring = false
    const elapsedMs = clock.monotonicMs() - startMs
    const { user, system } = process.cpuUsage(before)
    const putAside = process.resourceUsage().involuntaryContextSwitches - putAsideBefore
    const live = books.filter(({ state }) => state === 'live').length
    const rate = (lagsMs.length / elapsedMs) * 1000
    const [p50, p99] = [pickPercentile(lagsMs, 0.5), pickPercentile(lagsMs, 0.99)]
    const cpuPercent = Math.round((user + system) / elapsedMs / 10)
    note(
      `${name}: ${Math.round(rate)} frames/s handled, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${cpuPercent} % of a core, put aside for others ${putAside} times, ${live} books live`,
    )
    const ok = p99 <= target && rate >= framesPerSecond * 0.95 && live === symbols
    const facts = { name, peer: null, peerName: null, ratio: null, better: 'lower', engine: null } as const
    return { ...facts, ours: roundFigure(p99), unit: 'ms', target, ok }
  } finally {
    for (const book of books) book.close()
    await streams.close()
    await connector.close()
    await server.close()
  }
}

const getSnapshot = () =>
  Promise.resolve({ lastUpdateId: 1_000, bids: [['999.9', '1']], asks: [['1000.1', '1']] } as const)
