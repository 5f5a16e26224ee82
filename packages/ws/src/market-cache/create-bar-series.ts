import type { Clock, Timer } from '@aster/core'

import type { Bar, ClosedBar } from './market-cache.ts'

/** A bar as the stream tells it. */
export interface StreamedBar extends Bar {
  readonly isClosed: boolean
}

/** The bars of one symbol and interval: each closes once and in order, whatever becomes of its closing frame. */
export interface BarSeries {
  /** Closed bars, oldest first. */
  readonly closed: readonly ClosedBar[]
  readonly running: { readonly bar: Bar; readonly atMs: number } | undefined
  /** Monotonic time at which the newest closed bar was known. */
  readonly closedAtMs: number
  /** Takes bars from before the start, oldest first, the last of which may be under way. Nothing is told. */
  warmUp(bars: readonly Bar[]): void
  /** Notes the exchange's time of an event just received: our clock may be ahead, and a bar ends by theirs. */
  noteExchangeTime(eventTimeMs: number): void
  /** Takes a frame of the stream. */
  take(bar: StreamedBar): void
  /** Frames may be missing: reads what closed meanwhile. */
  doubt(): void
  close(): void
}

const longestRetryMs = 60_000
/** More than a clock that trades can be ahead: such an event has a wrong time itself. */
const mostAheadMs = 60_000

export function createBarSeries(parts: {
  readonly clock: Clock
  readonly keep: number
  readonly graceMs: number
  readonly retryMs: number
  /** Reads bars from a time on, oldest first; absent when they cannot be read. Repeats until it succeeds. */
  readonly readBars: ((startTimeMs: number | undefined) => Promise<readonly Bar[]>) | undefined
  readonly onClosed: (bar: ClosedBar) => void
}): BarSeries {
  const { clock, keep, graceMs, retryMs, readBars, onClosed } = parts
  const closed: ClosedBar[] = []
  /** Closed by the stream while older ones are being read. */
  let early = new Map<number, Bar>()
  let running: { readonly bar: Bar; readonly atMs: number } | undefined
  /** The first bar there was, where none has closed yet. */
  let firstSeen: Bar | undefined
  let closedAtMs = -Infinity
  let isReading = false
  let isStopped = false
  let due: Timer | undefined
  /** Reads in a row that did not bring the next bar. */
  let fruitless = 0
  /** How far our wall clock is ahead of the exchange's, at most: the way of the event is part of it. */
  let aheadMs = 0

  const nowThere = () => clock.now() - aheadMs

  const append = (bar: Bar, source: ClosedBar['source'], isTold: boolean) => {
    const before = closed.at(-1)
    if (before !== undefined && bar.openTimeMs <= before.openTimeMs) return
    const isAfterGap = before !== undefined && bar.openTimeMs !== before.closeTimeMs + 1
    const added: ClosedBar = { ...toBar(bar), source, isAfterGap }
    closed.push(added)
    if (closed.length > keep) closed.shift()
    closedAtMs = clock.monotonicMs()
    fruitless = 0
    if (running !== undefined && running.bar.openTimeMs <= bar.openTimeMs) running = undefined
    watchEnd()
    if (isTold) onClosed(added)
  }

  /** The last millisecond of the bar that should close next. */
  const findNextEndMs = (): number | undefined => {
    const last = closed.at(-1)
    const afterLastMs = last === undefined ? undefined : 2 * last.closeTimeMs - last.openTimeMs + 1
    return afterLastMs ?? firstSeen?.closeTimeMs
  }

  /** When nothing closes the bar that should be next, it is read: the frame was lost, or nobody traded. */
  const watchEnd = () => {
    due?.cancel()
    due = undefined
    const endMs = findNextEndMs()
    if (isStopped || readBars === undefined || endMs === undefined) return
    due = clock.schedule(Math.max(0, endMs + graceMs - nowThere()), () => void read())
  }

  /** A bar that ended while it was being read may not have had its last trade in it. */
  const isSettled = (bar: Bar) => nowThere() - bar.closeTimeMs >= graceMs / 2

  const read = async () => {
    if (isReading || isStopped || readBars === undefined) return
    isReading = true
    due?.cancel()
    const last = closed.at(-1)
    const startMs = last === undefined ? firstSeen?.openTimeMs : last.closeTimeMs + 1
    try {
      const found = await readBars(startMs)
      if (isStopped) return
      for (const bar of found) if (isSettled(bar)) append(bar, 'read', true)
    } catch {
      return
    } finally {
      isReading = false
    }
    for (const bar of [...early.values()].toSorted((a, b) => a.openTimeMs - b.openTimeMs)) append(bar, 'stream', true)
    early = new Map()
    if ((findNextEndMs() ?? Infinity) + graceMs > nowThere()) {
      watchEnd()
      return
    }
    // Not there yet, or nobody traded: asked for ever more seldom.
    due?.cancel()
    due = clock.schedule(Math.min(longestRetryMs, retryMs * 2 ** fruitless++), () => void read())
  }

  const isNext = (bar: Bar) => {
    const last = closed.at(-1)
    return bar.openTimeMs === (last === undefined ? (firstSeen?.openTimeMs ?? bar.openTimeMs) : last.closeTimeMs + 1)
  }

  return {
    closed,
    get running() {
      return running
    },
    get closedAtMs() {
      return closedAtMs
    },
    warmUp(bars) {
      for (const bar of bars) {
        if (bar.closeTimeMs < nowThere()) append(bar, 'read', false)
        else if (running === undefined) {
          firstSeen = bar
          running = { bar: toBar(bar), atMs: clock.monotonicMs() }
        }
      }
      watchEnd()
    },
    noteExchangeTime(eventTimeMs) {
      const differenceMs = clock.now() - eventTimeMs
      aheadMs = differenceMs > 0 && differenceMs <= mostAheadMs ? differenceMs : 0
    },
    take(bar) {
      const last = closed.at(-1)
      if (last !== undefined && bar.openTimeMs <= last.openTimeMs) return
      firstSeen ??= bar
      if (bar.isClosed) {
        if (!isReading && (isNext(bar) || readBars === undefined)) append(bar, 'stream', true)
        else {
          early.set(bar.openTimeMs, bar)
          void read()
        }
        return
      }
      const before = running?.bar
      if (before !== undefined && bar.openTimeMs < before.openTimeMs) return
      if (before !== undefined && bar.openTimeMs > before.openTimeMs && readBars === undefined) {
        append(before, 'last', true)
      }
      running = { bar: toBar(bar), atMs: clock.monotonicMs() }
      // Once due, it stays due: at the end of the oldest bar that has not closed.
      if (due === undefined && !isReading) watchEnd()
    },
    doubt() {
      void read()
    },
    close() {
      isStopped = true
      due?.cancel()
    },
  }
}

const toBar = (bar: Bar): Bar => ({
  symbol: bar.symbol,
  interval: bar.interval,
  openTimeMs: bar.openTimeMs,
  closeTimeMs: bar.closeTimeMs,
  open: bar.open,
  high: bar.high,
  low: bar.low,
  close: bar.close,
  volume: bar.volume,
  quoteVolume: bar.quoteVolume,
  tradeCount: bar.tradeCount,
})
