import type { Random } from '@aster/core'

/** Mark and index price of an invented market, as decimal text, and the funding rate that follows from them. */
export interface MarkProcess {
  /** Once a second of market time. `last` is the price of the latest trade. */
  next(
    fairPrice: number,
    middlePrice: number,
    last: number,
    hoursToFunding: number,
  ): {
    readonly markPrice: string
    readonly indexPrice: string
  }
  readonly fundingRate: string
}

const interest = 0.0001

/**
 * The index is the fair price with a little noise of its own; the mark price the median of index with funding, index with
 * the average basis, and last price (quant formula 13.5).
 */
export function createMarkProcess(random: Random, sigma: number): MarkProcess {
  let noise = 0
  let basis = 0
  let premium = 0
  let fundingRate = interest
  return {
    next(fairPrice, middlePrice, last, hoursToFunding) {
      noise += -noise * 0.05 + sigma * 0.1 * random.nextNormal()
      const index = fairPrice * (1 + noise)
      basis += ((middlePrice - index) / index - basis) / 60
      premium += (basis - premium) / 3600
      fundingRate = premium + Math.max(-0.0005, Math.min(0.0005, interest - premium))
      const mark = median(index * (1 + (fundingRate * hoursToFunding) / 8), index * (1 + basis), last)
      return { markPrice: mark.toFixed(8), indexPrice: index.toFixed(8) }
    },
    get fundingRate() {
      return fundingRate.toFixed(8)
    },
  }
}

const median = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
