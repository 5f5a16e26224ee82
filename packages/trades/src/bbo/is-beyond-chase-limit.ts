import { toDecimal } from '@aster/core'

/**
 * Whether the best price has run further from the reference than allowed, in either direction, as the original counts:
 * |now - reference| / reference x 100 greater than the limit.
 */
export const isBeyondChaseLimit = (reference: string, now: string, maxChasePercent: number): boolean =>
  toDecimal(now).minus(reference).abs().div(reference).times(100).gt(maxChasePercent)
