import type { BarSeries, StreamedBar } from './create-bar-series.ts'

/**
 * Keeps what the stream says until the bars from before the start are in: a frame before them would count as the first bar there
 * is. The newest frame of each bar is kept, of the newest `limit` bars, however long the reading takes.
 */
export function createWarmUpQueue(
  bars: Pick<BarSeries, 'take' | 'doubt'>,
  warmUp: Promise<void>,
  limit: number,
): Pick<BarSeries, 'take' | 'doubt'> {
  const newest = new Map<number, StreamedBar>()
  let isWarm = false
  let isDoubtful = false
  warmUp.then(
    () => {
      isWarm = true
      if (isDoubtful) bars.doubt()
      for (const bar of newest.values()) bars.take(bar)
      newest.clear()
    },
    () => {},
  )
  return {
    take(bar) {
      if (isWarm) {
        bars.take(bar)
        return
      }
      if (newest.get(bar.openTimeMs)?.isClosed === true) return
      newest.set(bar.openTimeMs, bar)
      const [oldest] = newest.keys()
      if (newest.size > limit && oldest !== undefined) newest.delete(oldest)
    },
    doubt() {
      if (isWarm) bars.doubt()
      else isDoubtful = true
    },
  }
}
