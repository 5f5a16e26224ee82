import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { createSeededRandom } from '@aster/core'
import { readFrames } from '@aster/recorder'
import type { BookSnapshot } from '@aster/ws'

/** Frames of one symbol as an exchange sends them, with the snapshot that fits their diffs. */
export interface SampleFrames {
  readonly isReal: boolean
  readonly symbol: string
  readonly tickSize: string
  readonly stepSize: string
  /** Every frame as text, in the order of receipt; snapshots are not among them. */
  readonly all: readonly string[]
  readonly depth: readonly string[]
  readonly bookTickers: readonly string[]
  readonly snapshot: BookSnapshot
  /** Time from the first frame to the last on the market. */
  readonly marketMs: number
}

const recording = fileURLToPath(
  new URL('../../../../../shared/market-data/usdm-btcusdt-frames.ndjson.gz', import.meta.url),
)

/** The real recording where it is at hand; otherwise frames that are made up from a seed, which it says. */
export async function readSampleFrames(name: string, note: (line: string) => void): Promise<SampleFrames> {
  if (existsSync(recording)) return await readRecording(recording)
  note(`${name}: ../shared/market-data is absent, so the frames are made up; the figure is none for a real market`)
  return createFrames()
}

async function readRecording(path: string): Promise<SampleFrames> {
  const all: string[] = []
  let snapshot: BookSnapshot | undefined
  let firstNs: bigint | undefined
  let lastNs = 0n
  for await (const { receivedNs, text } of readFrames(path)) {
    firstNs ??= BigInt(receivedNs)
    lastNs = BigInt(receivedNs)
    if (text.startsWith('{"stream"')) all.push(text)
    else snapshot = JSON.parse(text) as BookSnapshot
  }
  if (snapshot === undefined) throw new Error(`${path} holds no snapshot`)
  const marketMs = Number(lastNs - (firstNs ?? lastNs)) / 1_000_000
  return {
    ...sortFrames(all),
    isReal: true,
    symbol: 'BTCUSDT',
    tickSize: '0.10',
    stepSize: '0.001',
    snapshot,
    marketMs,
  }
}

const sortFrames = (all: readonly string[]) => ({
  all,
  depth: all.filter((frame) => frame.includes('@depth')),
  bookTickers: all.filter((frame) => frame.includes('@bookTicker')),
})

/** A market that changes around one price: ten touches and fifty levels every 50 ms. */
function createFrames(): SampleFrames {
  const random = createSeededRandom(1)
  const all: string[] = []
  const price = (ticks: number) => (ticks / 10).toFixed(2)
  const quantity = () => (random.nextInt(5_000) / 1_000).toFixed(3)
  const snapshot = {
    lastUpdateId: 5_123_107_832_000,
    bids: Array.from({ length: 1000 }, (_, depth) => [price(600_000 - depth), quantity()] as const),
    asks: Array.from({ length: 1000 }, (_, depth) => [price(600_001 + depth), quantity()] as const),
  }
  let id = snapshot.lastUpdateId
  const levels = (first: number, step: 1 | -1) =>
    Array.from({ length: 25 }, () => [price(first + step * random.nextInt(1_000)), quantity()])
  const push = (stream: string, data: object) => all.push(JSON.stringify({ stream: `btcusdt@${stream}`, data }))
  const diffs = 2_000
  for (let diff = 0; diff < diffs; diff++) {
    const E = 1_700_000_000_000 + diff * 50
    const pu = id
    for (let touch = 0; touch < 10; touch++) {
      const sides = { b: price(600_000), B: quantity(), a: price(600_001), A: quantity() }
      push('bookTicker', { e: 'bookTicker', u: (id += 7), s: 'BTCUSDT', ...sides, T: E, E })
    }
    const book = { b: levels(600_000, -1), a: levels(600_001, 1) }
    push('depth', { e: 'depthUpdate', E, T: E, s: 'BTCUSDT', U: pu + 1, u: id, pu, ...book })
  }
  const facts = { isReal: false, symbol: 'BTCUSDT', tickSize: '0.10', stepSize: '0.001', snapshot }
  return { ...sortFrames(all), ...facts, marketMs: diffs * 50 }
}
