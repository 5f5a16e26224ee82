import type { Random } from '@aster/core'

import { sampleExponential, samplePoisson } from './sample.ts'

/** Seconds over which each part fades, and how strong it is. Volatilities are multiples of the profile's sigma. */
const habits = {
  calmSeconds: 600,
  calmSpread: 0.45,
  burstSeconds: 4,
  secondsBetweenBursts: 40,
  burstSize: 2.5,
  secondsBetweenJumps: 900,
  jumpSigmas: 6,
  trendSeconds: 90,
  trendSigmas: 0.04,
  homeSeconds: 6 * 3600,
}

/** A fair price that moves in steps: calm and nervous hours, bursts of a few seconds, rare jumps, weak trends, a long way home. */
export interface PriceProcess {
  /** Lets time pass; answers whether the price has moved. */
  step(seconds: number): boolean
  readonly price: number
  /** 0 when calm; the rate of everything is 1 + this times the usual. */
  readonly burst: number
  /** Sign of the last move: 1, -1, or 0 before the first. */
  readonly direction: number
  /** Pulls the price to where the book held it. */
  moveTo(price: number): void
}

export function createPriceProcess(
  random: Random,
  options: { readonly startPrice: number; readonly sigma: number; readonly moveRate: number },
): PriceProcess {
  const { startPrice, sigma, moveRate } = options
  const sigmaOfMove = sigma / Math.sqrt(moveRate)
  let deviation = 0
  let calm = 0
  let burst = 0
  let trend = 0
  let direction = 0

  const stepMood = (seconds: number): void => {
    const calmShare = seconds / habits.calmSeconds
    calm += -calm * calmShare + habits.calmSpread * Math.sqrt(2 * calmShare) * random.nextNormal()
    burst *= Math.exp(-seconds / habits.burstSeconds)
    if (random.next() < seconds / habits.secondsBetweenBursts) burst += sampleExponential(random, habits.burstSize)
    const trendShare = seconds / habits.trendSeconds
    trend += -trend * trendShare + habits.trendSigmas * sigma * Math.sqrt(2 * trendShare) * random.nextNormal()
  }

  return {
    step(seconds) {
      stepMood(seconds)
      let moved = 0
      const volatility = sigmaOfMove * Math.exp(calm)
      const moves = samplePoisson(random, moveRate * (1 + burst) * seconds)
      // a sum of normals of which some are much larger than others
      for (let move = 0; move < moves; move++) {
        const isLarge = random.next() < 0.12
        moved += random.nextNormal() * volatility * (isLarge ? 2 : 0.8)
      }
      if (random.next() < seconds / habits.secondsBetweenJumps) {
        moved += (random.next() < 0.5 ? -1 : 1) * sigma * habits.jumpSigmas * (0.5 + random.next())
        burst += habits.burstSize
      }
      if (moves > 0) moved += trend / moveRate
      if (moved !== 0) direction = Math.sign(moved)
      deviation += moved - (deviation * seconds) / habits.homeSeconds
      return moved !== 0
    },
    moveTo(price) {
      deviation = Math.log(price / startPrice)
    },
    get price() {
      return startPrice * Math.exp(deviation)
    },
    get burst() {
      return burst
    },
    get direction() {
      return direction
    },
  }
}
