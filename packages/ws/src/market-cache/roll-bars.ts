import { Decimal, formatDecimal } from '@aster/core'

import type { Bar } from './market-cache.ts'

/** Several bars that follow one another as one. Exact. */
export function rollBars(bars: readonly Bar[]): Bar | undefined {
  const [first] = bars
  const last = bars.at(-1)
  if (first === undefined || last === undefined) return undefined
  const sum = (read: (bar: Bar) => string) => formatDecimal(Decimal.sum(...bars.map(read)))
  return {
    symbol: first.symbol,
    interval: first.interval,
    openTimeMs: first.openTimeMs,
    closeTimeMs: last.closeTimeMs,
    open: first.open,
    high: formatDecimal(Decimal.max(...bars.map(({ high }) => high))),
    low: formatDecimal(Decimal.min(...bars.map(({ low }) => low))),
    close: last.close,
    volume: sum(({ volume }) => volume),
    quoteVolume: sum(({ quoteVolume }) => quoteVolume),
    tradeCount: bars.reduce((count, bar) => count + bar.tradeCount, 0),
  }
}
