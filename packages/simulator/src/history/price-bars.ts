import type { Random } from '@aster/core'

import { type BarHistory, createBarHistory, keptBars } from './bar-history.ts'
import { inventPast } from './invent-past.ts'
import { type ScaledNumber, formatScaled, parseScaled } from './scaled-text.ts'

const unit: ScaledNumber = parseScaled('0.00000001')

/** Bars of a price that is not traded: mark or index. A data point counts as a trade without quantity. */
export interface PriceBars {
  readonly bars: BarHistory
  add(price: string, timeMs: number): void
  format(price: number): string
}

export function createPriceBars(random: Random): PriceBars {
  const bars = createBarHistory((endPrice, endTimeMs) =>
    inventPast({ random, endPrice, endTimeMs, count: keptBars, typicalVolume: 0 }),
  )
  let points = 0
  return {
    bars,
    add(price, timeMs) {
      points += 1
      bars.add({ price: Math.round(Number(price) * 1e8), quantity: 0, id: points, isBuyerTaker: true, timeMs })
    },
    format: (price) => formatScaled(price, unit),
  }
}
