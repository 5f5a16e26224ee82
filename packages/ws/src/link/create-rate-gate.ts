import type { Clock } from '@aster/core'

/** Lets at most `limit` through in any `windowMs`. */
export interface RateGate {
  /** Takes a place; false when there is none. */
  tryTake(): boolean
  /** Milliseconds until there is a place; 0 when there is one now. */
  waitMs(): number
}

export function createRateGate(clock: Clock, limit: number, windowMs: number): RateGate {
  const takenMs: number[] = []
  const forgetOld = () => {
    while (takenMs[0] !== undefined && clock.monotonicMs() - takenMs[0] >= windowMs) takenMs.shift()
  }
  return {
    tryTake() {
      forgetOld()
      if (takenMs.length >= limit) return false
      takenMs.push(clock.monotonicMs())
      return true
    },
    waitMs() {
      forgetOld()
      const [oldest] = takenMs
      return takenMs.length < limit || oldest === undefined ? 0 : oldest + windowMs - clock.monotonicMs()
    },
  }
}
