import type { Random } from '@aster/core'

import type { Bar } from './bar.ts'

const minuteMs = 60_000
/** Standard deviation of the logarithm of one minute's move: about 2.3 % a day. */
const minuteSigma = 0.0006
const stepsPerBar = 4

export interface PastOptions {
  readonly random: Random
  /** The price at which the invented past ends, in ticks. */
  readonly endPrice: number
  /** First millisecond after the past; whole minutes. */
  readonly endTimeMs: number
  readonly count: number
  /** Typical volume of a minute, in lots. */
  readonly typicalVolume: number
}

/**
 * Invents minute bars that end at a given price, so that strategies which need a warm-up find one on an exchange that
 * has just started. A random walk, drawn from its end backwards; volumes rise with the size of the move.
 */
export function inventPast({ random, endPrice, endTimeMs, count, typicalVolume }: PastOptions): Bar[] {
  const bars: Bar[] = []
  let close = endPrice
  let exact = endPrice
  for (let i = 1; i <= count; i++) {
    const points = [close]
    for (let step = 0; step < stepsPerBar; step++) {
      exact = Math.max(1, exact * Math.exp((random.nextNormal() * minuteSigma) / Math.sqrt(stepsPerBar)))
      points.push(Math.max(1, Math.round(exact)))
    }
    const open = points.at(-1) as number
    bars.push(createPastBar(points, open, endTimeMs - i * minuteMs, typicalVolume, random))
    close = open
  }
  return bars.toReversed()
}

function createPastBar(
  points: readonly number[],
  open: number,
  openTimeMs: number,
  typicalVolume: number,
  random: Random,
): Bar {
  const close = points[0] as number
  const high = Math.max(...points)
  const low = Math.min(...points)
  const restlessness = 0.5 + random.next() + (high - low) / (open * minuteSigma)
  const volume = Math.max(1, Math.round(typicalVolume * restlessness))
  const buyShare = Math.min(
    0.95,
    Math.max(0.05, 0.5 + (close - open) / Math.max(1, 4 * (high - low)) + (random.next() - 0.5) * 0.2),
  )
  const buyVolume = Math.round(volume * buyShare)
  const middle = Math.round((open + close) / 2)
  return {
    openTimeMs,
    open,
    high,
    low,
    close,
    volume,
    quoteVolume: volume * middle,
    trades: 10 + random.nextInt(90),
    buyVolume,
    buyQuoteVolume: buyVolume * middle,
    firstTradeId: -1,
    lastTradeId: -1,
  }
}
