import { type Bar, absorbBar, addTradeToBar, createFlatBar, rescaleBar } from './bar.ts'
import { type KlineInterval, nextBar, startOfBar } from './kline-interval.ts'

const minuteMs = 60_000
/** Minutes kept: 31 days. */
export const keptBars = 44_640
/** How many more may gather before the oldest are dropped, a day's worth at once. */
const slackBars = 1440

export interface BarQuery {
  readonly interval: KlineInterval
  readonly startTime: number | undefined
  readonly endTime: number | undefined
  readonly limit: number
}

/** Minute bars of one symbol, and every longer bar computed from them. */
export interface BarHistory {
  /** Adds a trade at its time. */
  add(trade: { price: number; quantity: number; id: number; isBuyerTaker: boolean; timeMs: number }): void
  /** Notes that a price is known without a trade, for the first bar of an exchange that has just started. */
  open(price: number, timeMs: number): void
  /** Counts all prices in ticks that are `factor` times finer. */
  rescale(factor: number): void
  /** Bars from old to new, the running one included. Without times the newest, with a start the oldest from there. */
  list(query: BarQuery, nowMs: number): readonly Bar[]
  /** The bar of this interval that runs now, or undefined before any price is known. */
  current(interval: KlineInterval, nowMs: number): Bar | undefined
  /** Bars that begin at or after `fromMs`, joined into one. */
  summarize(fromMs: number, nowMs: number): Bar | undefined
}

/**
 * @param invent - Bars that end where the first known bar begins; called once, when somebody first asks for more than
 * what has been seen.
 */
export function createBarHistory(invent: (endPrice: number, endTimeMs: number) => readonly Bar[]): BarHistory {
  let bars: Bar[] = []
  /** True once nothing may be invented any more: it has been, or real bars were dropped. */
  let invented = false

  /** Fills minutes in which nothing happened. */
  const fillTo = (timeMs: number): Bar | undefined => {
    let last = bars.at(-1)
    if (last === undefined) return undefined
    const start = startOfBar('1m', timeMs)
    while (last.openTimeMs < start) {
      last = createFlatBar(last.openTimeMs + minuteMs, last.close)
      bars.push(last)
    }
    if (bars.length > keptBars + slackBars) {
      bars = bars.slice(-keptBars)
      invented = true
    }
    return last
  }

  const open = (price: number, timeMs: number): Bar => {
    const existing = fillTo(timeMs)
    if (existing !== undefined) return existing
    const first = createFlatBar(startOfBar('1m', timeMs), price)
    bars.push(first)
    return first
  }

  /** Makes sure that the past reaches back to `fromMs`, as far as it can be invented. */
  const reachBack = (fromMs: number) => {
    const first = bars[0]
    if (invented || first === undefined || first.openTimeMs <= fromMs) return
    invented = true
    bars = [...invent(first.open, first.openTimeMs), ...bars]
  }

  const indexAt = (timeMs: number): number => {
    const first = bars[0]
    if (first === undefined) return 0
    return Math.max(0, Math.ceil((timeMs - first.openTimeMs) / minuteMs))
  }

  const join = (from: number, to: number): Bar | undefined => {
    const first = bars[from]
    if (first === undefined || from >= to) return undefined
    const joined = { ...first }
    for (let i = from + 1; i < Math.min(to, bars.length); i++) absorbBar(joined, bars[i] as Bar)
    return joined
  }

  const group = (interval: KlineInterval, fromMs: number, toMs: number, limit: number): Bar[] => {
    const groups: Bar[] = []
    for (let startMs = startOfBar(interval, fromMs); startMs <= toMs && groups.length < limit;) {
      const endMs = nextBar(interval, startMs)
      const joined = join(indexAt(startMs), indexAt(endMs))
      if (joined !== undefined && startMs >= fromMs) groups.push({ ...joined, openTimeMs: startMs })
      startMs = endMs
    }
    return groups
  }

  return {
    open,
    rescale(factor) {
      for (const bar of bars) rescaleBar(bar, factor)
    },
    add(trade) {
      addTradeToBar(open(trade.price, trade.timeMs), trade)
    },
    list({ interval, startTime, endTime, limit }, nowMs) {
      if (fillTo(nowMs) === undefined) return []
      const toMs = Math.min(endTime ?? nowMs, nowMs)
      const fromMs = startTime ?? backBy(interval, toMs, limit)
      reachBack(fromMs)
      const firstMs = (bars[0] as Bar).openTimeMs
      const earliest =
        startTime === undefined
          ? startOfBar(interval, Math.max(fromMs, firstMs))
          : Math.max(fromMs, startOfBar(interval, firstMs))
      const rows = group(interval, earliest, toMs, startTime === undefined ? limit + 1 : limit)
      return startTime === undefined ? rows.slice(-limit) : rows
    },
    current(interval, nowMs) {
      if (fillTo(nowMs) === undefined) return undefined
      const startMs = startOfBar(interval, nowMs)
      reachBack(startMs)
      const joined = join(indexAt(startMs), bars.length)
      return joined && { ...joined, openTimeMs: startMs }
    },
    summarize(fromMs, nowMs) {
      if (fillTo(nowMs) === undefined) return undefined
      reachBack(fromMs)
      return join(indexAt(fromMs), bars.length)
    },
  }
}

/** The start of the bar that lies `count - 1` bars before the one at `timeMs`. */
function backBy(interval: KlineInterval, timeMs: number, count: number): number {
  let startMs = startOfBar(interval, timeMs)
  for (let i = 1; i < count; i++) startMs = startOfBar(interval, startMs - 1)
  return startMs
}
