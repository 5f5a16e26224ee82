import { type CsvEntry, findCsvLayout } from './csv-layouts.ts'
import type { Frame } from './frame.ts'
import { readChunks } from './read-chunks.ts'
import { createLineSplitter, tooLong } from './split-lines.ts'

/** What files in columns held. All counts are so far. */
export interface CsvReport {
  readonly rows: number
  /** Rows that do not fit their layout; the first of them with file, line and reason. */
  readonly badRows: number
  readonly firstBadRows: readonly { readonly path: string; readonly line: number; readonly reason: string }[]
  /** Rows that claim to be older than the one before in their file. */
  readonly disordered: number
  /** Rows with the same time as the one before. */
  readonly repeatedTimes: number
  readonly longestGapMs: number
}

/** Files that are being read. Iterate them once; `report` tells at any time what they held. */
export interface CsvReader extends AsyncIterable<Frame> {
  readonly report: CsvReport
}

const longestLine = 1_048_576
const keptBadRows = 20

/**
 * Reads market data in columns (books, trades, best prices, bars; plain or gzip; told apart by their first line) as frames of
 * a recording, several files merged by their times. Books become snapshots, trades `trade` frames of the symbol. Best prices
 * and bars have no quantities: their books are made up, 10,000 of the quote asset at each of five levels.
 *
 * @throws {NodeJS.ErrnoException} On iteration: a file cannot be opened or read.
 * @throws {SyntaxError} On iteration: a file's first line is of no known layout.
 */
export function readCsvFrames(paths: readonly string[], options: { readonly symbol: string }): CsvReader {
  const counts = { rows: 0, badRows: 0, disordered: 0, repeatedTimes: 0, longestGapNs: 0n }
  const firstBadRows: { path: string; line: number; reason: string }[] = []
  let updateId = 0
  let tradeId = 0

  const toFrame = (entry: CsvEntry, line: number): Frame => {
    const { timeNs } = entry
    const E = Number(timeNs / 1_000_000n)
    if (entry.kind === 'book') {
      updateId = Math.max(updateId + 1, entry.updateId ?? 0)
      const { bids, asks } = entry
      return { receivedNs: timeNs, line, text: JSON.stringify({ lastUpdateId: updateId, E, T: E, bids, asks }) }
    }
    tradeId = entry.id ?? tradeId + 1
    const { price: p, quantity: q, takerSide } = entry
    const trade = { e: 'trade', E, T: E, s: options.symbol, t: tradeId, p, q, X: 'MARKET', m: takerSide === 'SELL' }
    return { receivedNs: timeNs, line, text: JSON.stringify(trade) }
  }

  async function* readRows(path: string): AsyncGenerator<{ readonly entry: CsvEntry; readonly line: number }, void> {
    let read: ReturnType<typeof findCsvLayout>
    let lastNs: bigint | undefined
    let line = 0
    for await (const text of readLines(path)) {
      line += 1
      if (line === 1) {
        read = findCsvLayout(text)
        if (read === undefined) throw new SyntaxError(`${path} has columns that are not known: ${text.slice(0, 80)}`)
        continue
      }
      if (text === '') continue
      counts.rows += 1
      const entries = read?.read(text.split(','))
      if (entries === undefined) {
        counts.badRows += 1
        if (firstBadRows.length < keptBadRows)
          firstBadRows.push({ path, line, reason: `is no row of ${read?.name ?? ''}` })
        continue
      }
      const timeNs = entries[0]?.timeNs ?? lastNs ?? 0n
      const gapNs = timeNs - (lastNs ?? timeNs)
      if (gapNs < 0n) counts.disordered += 1
      else if (gapNs === 0n && lastNs !== undefined) counts.repeatedTimes += 1
      if (gapNs > counts.longestGapNs) counts.longestGapNs = gapNs
      lastNs = timeNs
      for (const entry of entries) yield { entry, line }
    }
  }

  /** Always the oldest of what the files have next. */
  async function* merge(): AsyncGenerator<Frame, void> {
    const sources = paths.map((path) => readRows(path))
    try {
      const heads = await Promise.all(sources.map((source) => source.next()))
      while (true) {
        let oldest = -1
        for (const [index, head] of heads.entries()) {
          if (head.done === true) continue
          const best = oldest === -1 ? undefined : heads[oldest]
          if (best === undefined || best.done === true || head.value.entry.timeNs < best.value.entry.timeNs)
            oldest = index
        }
        const head = heads[oldest]
        const source = sources[oldest]
        if (head === undefined || head.done === true || source === undefined) return
        yield toFrame(head.value.entry, head.value.line)
        heads[oldest] = await source.next()
      }
    } finally {
      for (const source of sources) await source.return()
    }
  }

  let started = false
  return {
    get report() {
      const { longestGapNs, ...rest } = counts
      return { ...rest, firstBadRows: [...firstBadRows], longestGapMs: Number(longestGapNs) / 1e6 }
    },
    [Symbol.asyncIterator]() {
      if (started) throw new Error('Files are read once; call readCsvFrames again')
      started = true
      return merge()
    },
  }
}

async function* readLines(path: string): AsyncGenerator<string, void> {
  const splitter = createLineSplitter(longestLine)
  for await (const chunk of readChunks(path)) {
    for (const line of splitter.push(chunk)) yield clean(line)
  }
  for (const line of splitter.end()) yield clean(line)
}

const clean = (line: string | typeof tooLong): string => (line === tooLong ? '\u0000' : line.replace(/\r$/, ''))
