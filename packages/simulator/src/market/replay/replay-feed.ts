import { createService, ParameterError, type Service, type Timer } from '@aster/core'
import { readCsvFrames, readFrames } from '@aster/recorder'

import type { MarketFeed, MarketFeedParts } from '../market-feed.ts'
import { createQuietFeed } from '../quiet-feed.ts'
import { type FrameQueue, openFrameQueue } from './frame-queue.ts'
import { createReplayPlayer, type ReplayPlayer } from './replay-player.ts'

export interface ReplayOptions {
  /**
   * A recording of raw frames, `.ndjson` or `.ndjson.gz`, see `readFrames` of `@aster/recorder`; or files in columns, `.csv` or
   * `.csv.gz`, separated by commas, of the first of the symbols, see `readCsvFrames`.
   */
  readonly path: string
  /**
   * - `loop` (default): begins again a second later with its snapshot; users' orders that the jump crosses are filled.
   * - `stop`: the book stands still as the recording left it, and users go on trading on what stands there.
   */
  readonly atEnd?: 'stop' | 'loop'
  /** Frames read ahead. A shorter recording is in memory before the market opens, so that it depends on the clock alone. */
  readonly readAheadFrames?: number
}

/**
 * Plays a recording as a market. It begins where its first depth snapshot lies; changes recorded before it are joined by
 * their update ids. The moment it opens counts as the time of that frame; every later frame comes as much later, on the
 * market's clock, as it was received; pauses of the recording are pauses of the market. Level changes set external
 * quantities, trades use up the queue ahead of users and fill them. Mark and index price follow the recorded ones, or
 * else the middle of the book once a second. Symbols that the recording lacks get the `quiet` book.
 *
 * @throws {ParameterError} On `open`: the recording holds no snapshot of a book for any of the symbols.
 * @throws {NodeJS.ErrnoException} On `open`: the file cannot be read.
 */
export function createReplayFeed(options: ReplayOptions): MarketFeed {
  return { name: `replay:${options.path}`, open: (parts) => openReplay(parts, options) }
}

const marksEveryMs = 1000
const pauseBeforeLoopMs = 1000
/** Recorded time within which snapshots of further symbols are waited for; what trades meanwhile is played at once. */
const longestWaitMs = 30_000

/** A recording that has been played up to its snapshot. */
interface Playing {
  readonly queue: FrameQueue
  readonly player: ReplayPlayer
  /** Recorded time of the first frame that is still to come, at which the market opens. */
  readonly startOffsetMs: number
}

async function openReplay(parts: MarketFeedParts, options: ReplayOptions): Promise<Service> {
  const first = beginPlaying(
    parts,
    options,
    await openQueue(parts, options),
    createReplayPlayer(parts.engine, parts.symbols),
  )
  const missing = parts.symbols.filter((symbol) => !first.player.live.includes(symbol))
  await createQuietFeed().open({ ...parts, symbols: missing })
  return createService((signal) => playOn(parts, options, first, signal))
}

const isCsv = (path: string): boolean => /\.csv(\.gz)?$/.test(path)

function openQueue({ symbols }: MarketFeedParts, options: ReplayOptions): Promise<FrameQueue> {
  const { path, readAheadFrames = 200_000 } = options
  const recording = isCsv(path) ? readCsvFrames(path.split(','), { symbol: symbols[0] ?? '' }) : readFrames(path)
  return openFrameQueue(recording, readAheadFrames)
}

/** Plays everything at once up to the first snapshot, and on to those of the other symbols if they come soon. */
function beginPlaying(
  parts: MarketFeedParts,
  options: ReplayOptions,
  queue: FrameQueue,
  player: ReplayPlayer,
): Playing {
  player.restart()
  const nowMs = parts.now()
  let startOffsetMs = 0
  let liveOffsetMs = Infinity
  while (player.live.length === 0 || (player.waiting.length > 0 && startOffsetMs - liveOffsetMs < longestWaitMs)) {
    const timed = queue.take()
    if (timed === undefined) break
    player.play(timed.text, nowMs)
    startOffsetMs = timed.offsetMs
    if (player.live.length > 0) liveOffsetMs = Math.min(liveOffsetMs, startOffsetMs)
  }
  if (player.live.length === 0) {
    queue.close()
    throw lackOfSnapshot(options.path, parts.symbols)
  }
  player.updateMarks(nowMs)
  return { queue, player, startOffsetMs }
}

const lackOfSnapshot = (path: string, symbols: readonly string[]): ParameterError =>
  new ParameterError('replay', [
    { field: 'path', rule: 'snapshot', value: path, message: `holds no depth snapshot of ${symbols.join(', ')}` },
  ])

async function playOn(
  parts: MarketFeedParts,
  options: ReplayOptions,
  first: Playing,
  signal: AbortSignal,
): Promise<void> {
  let playing = first
  while (!signal.aborted) {
    const { queue } = playing
    await playToEnd(parts, playing, signal)
    if (!signal.aborted && options.atEnd === 'stop') {
      parts.onEnd?.('the recording has ended; the book stands still')
      await waitFor(parts, Infinity, signal)
    }
    if (!signal.aborted) await waitFor(parts, pauseBeforeLoopMs, signal)
    const isRewound = queue.rewind()
    if (!isRewound) queue.close()
    if (signal.aborted) return
    playing = beginPlaying(parts, options, isRewound ? queue : await openQueue(parts, options), playing.player)
  }
}

/** Plays frame after frame as the clock reaches them. */
function playToEnd(parts: MarketFeedParts, playing: Playing, signal: AbortSignal): Promise<void> {
  const { clock, engine, now } = parts
  const { queue, player } = playing
  const startMs = clock.monotonicMs()
  let nextMarksMs = marksEveryMs
  let timer: Timer | undefined

  return new Promise((resolve, reject) => {
    const stop = (): void => {
      timer?.cancel()
      signal.removeEventListener('abort', stop)
      resolve()
    }
    const everySecond = (elapsedMs: number): void => {
      if (elapsedMs < nextMarksMs) return
      nextMarksMs = (Math.floor(elapsedMs / marksEveryMs) + 1) * marksEveryMs
      player.updateMarks(now())
      engine.advance(now())
    }
    const wake = (): void => {
      try {
        const elapsedMs = clock.monotonicMs() - startMs
        for (let timed = queue.peek(); timed !== undefined; timed = queue.peek()) {
          if (timed.offsetMs - playing.startOffsetMs > elapsedMs) break
          queue.take()
          player.play(timed.text, now())
        }
        everySecond(elapsedMs)
        if (queue.isEnded) {
          stop()
          return
        }
        const next = queue.peek()
        // a queue that is being filled is looked at again soon
        const dueMs = next === undefined ? elapsedMs + 1 : next.offsetMs - playing.startOffsetMs
        const delayMs = Math.min(dueMs, nextMarksMs) - (clock.monotonicMs() - startMs)
        timer = clock.schedule(Math.max(1, delayMs), wake)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
    if (signal.aborted) {
      resolve()
      return
    }
    signal.addEventListener('abort', stop, { once: true })
    timer = clock.schedule(0, wake)
  })
}

/** Waits on the clock, without end for Infinity, or until the signal aborts. */
function waitFor({ clock }: MarketFeedParts, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const timer = delayMs === Infinity ? undefined : clock.schedule(delayMs, resolve)
    const stop = (): void => {
      timer?.cancel()
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
