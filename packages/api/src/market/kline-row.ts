import { z } from 'zod'

import { klineIntervals } from '../enums.ts'
import { weightByLimit } from '../schema/cost.ts'
import { decimal, timeMs, whole } from '../schema/received.ts'
import { rowLimit, sentTimeMs } from '../schema/sent.ts'

/** A bar. The exchange sends it as a row; `closeTime` is the bar's last millisecond. Volumes in base or quote asset. */
export const klineRow = z
  .tuple([timeMs, decimal, decimal, decimal, decimal, decimal, timeMs, decimal, whole, decimal, decimal])
  .rest(z.union([z.string(), z.number()]))
  .transform(([openTime, open, high, low, close, volume, closeTime, quoteVolume, count, buyBase, buyQuote]) => ({
    openTime,
    open,
    high,
    low,
    close,
    volume,
    closeTime,
    quoteVolume,
    count,
    takerBuyBaseVolume: buyBase,
    takerBuyQuoteVolume: buyQuote,
  }))

export const klineWeight = weightByLimit({ 99: 1, 499: 2, 1000: 5, 1500: 10 }, 500)

/** What every kline endpoint takes besides the symbol or pair. */
export const klineParams = {
  interval: z.literal(klineIntervals),
  startTime: sentTimeMs.optional(),
  endTime: sentTimeMs.optional(),
  limit: rowLimit(1500).optional(),
}

const unused = z.union([z.string(), z.number()])

/** A bar of a price that is not traded: no volumes. `count` is the number of data points. */
export const priceKlineRow = z
  .tuple([timeMs, decimal, decimal, decimal, decimal, unused, timeMs, unused, whole])
  .rest(unused)
  .transform(([openTime, open, high, low, close, , closeTime, , count]) => ({
    openTime,
    open,
    high,
    low,
    close,
    closeTime,
    count,
  }))
