import type { Frame, RecordingReport } from './frame.ts'
import { type ChunksEnd, readChunks } from './read-chunks.ts'
import { createLineSplitter, type Line, tooLong } from './split-lines.ts'

/** A recording that is being read. Iterate it once; `report` tells at any time what it held. */
export interface FrameReader extends AsyncIterable<Frame> {
  readonly report: RecordingReport
}

const longestLine = 16 * 1024 * 1024
const keptBadLines = 20

/**
 * Reads a recording of raw frames, `.ndjson` or `.ndjson.gz`: each line is a receive time in nanoseconds, one space, and the JSON
 * text as received. Holds a few chunks in memory, whatever the size. A line that is no frame is left out and counted in the
 * report, with its number and why; so are disorder, repeated times and the longest gap. A damaged compressed file gives all that
 * comes before the damage.
 *
 * @throws {NodeJS.ErrnoException} On iteration: the file cannot be opened or read.
 * @example
 * const frames = readFrames('btcusdt.ndjson.gz')
 * for await (const frame of frames) apply(parseFrame(frame.text))
 * if (frames.report.badLines > 0) print(frames.report.firstBadLines)
 */
export function readFrames(path: string): FrameReader {
  const tally = createTally()
  let started = false
  return {
    get report() {
      return tally.report()
    },
    [Symbol.asyncIterator]() {
      if (started) throw new Error('A recording is read once; call readFrames again')
      started = true
      return iterate(path, tally)
    },
  }
}

async function* iterate(path: string, tally: Tally): AsyncGenerator<Frame, void> {
  const splitter = createLineSplitter(longestLine)
  const chunks = readChunks(path)
  try {
    while (true) {
      const { done, value } = await chunks.next()
      for (const line of done === true ? splitter.end() : splitter.push(value)) {
        const frame = tally.add(line)
        if (frame !== undefined) yield frame
      }
      if (done !== true) continue
      tally.close(value)
      return
    }
  } finally {
    tally.close('stopped')
    await chunks.return('complete') // closes the file when the reader leaves early
  }
}

interface Tally {
  add(line: Line): Frame | undefined
  /** Notes how it ended; the first call counts. */
  close(end: ChunksEnd | 'stopped'): void
  report(): RecordingReport
}

function createTally(): Tally {
  const firstBadLines: { line: number; reason: string }[] = []
  let lines = 0
  let frames = 0
  let badLines = 0
  let disordered = 0
  let repeatedTimes = 0
  let longestGapNs = 0n
  let firstReceivedNs: bigint | undefined
  let lastReceivedNs: bigint | undefined
  let end: RecordingReport['end'] = 'reading'

  const noteTime = (receivedNs: bigint) => {
    firstReceivedNs ??= receivedNs
    const gapNs = receivedNs - (lastReceivedNs ?? receivedNs)
    if (gapNs < 0n) disordered++
    else if (gapNs === 0n && lastReceivedNs !== undefined) repeatedTimes++
    if (gapNs > longestGapNs) longestGapNs = gapNs
    lastReceivedNs = receivedNs
  }

  const add = (line: Line): Frame | undefined => {
    lines++
    const frame = readLine(line, lines)
    if ('text' in frame) {
      frames++
      noteTime(frame.receivedNs)
      return frame
    }
    badLines++
    if (firstBadLines.length < keptBadLines) firstBadLines.push({ line: lines, reason: frame.reason })
    return undefined
  }

  return {
    add,
    close: (how) => {
      if (end === 'reading') end = how
    },
    report: () => ({
      lines,
      frames,
      badLines,
      firstBadLines: [...firstBadLines],
      disordered,
      repeatedTimes,
      longestGapMs: Number(longestGapNs) / 1e6,
      firstReceivedNs,
      lastReceivedNs,
      end,
    }),
  }
}

function readLine(line: Line, number: number): Frame | { readonly reason: string } {
  if (line === tooLong) return { reason: `is longer than ${longestLine} characters` }
  const whole = line.endsWith('\r') ? line.slice(0, -1) : line
  const space = whole.indexOf(' ')
  const time = whole.slice(0, Math.max(0, space))
  if (!/^\d{1,19}$/.test(time)) return { reason: 'does not begin with a time in nanoseconds and a space' }
  const text = whole.slice(space + 1)
  // A line cut off by a crash is no JSON; the brackets tell without parsing.
  if (!text.startsWith('{') || !text.endsWith('}')) return { reason: 'holds no JSON object' }
  return { receivedNs: BigInt(time), text, line: number }
}
