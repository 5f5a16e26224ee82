import type { FeeRates, QueueModel } from '../engine/types.ts'
import type { Latency } from './latency.ts'

/** How kind an exchange is to those who trade on it. What is left out is as kind as can be, the engine's own settings apart. */
export interface Realism {
  /** From a caller's request to the engine. */
  readonly latencyIn?: Latency | undefined
  /** From the engine to the caller: answers and stream events. */
  readonly latencyOut?: Latency | undefined
  /** How a shrinking level is spread over the queue in front of and behind a user's order. */
  readonly queueModel?: QueueModel | undefined
  /**
   * What users take stays away: half of it is back in the feed's book after so long. 0 lets the next change of the feed
   * bring it back at once.
   */
  readonly impactHalfLifeMs?: number | undefined
  readonly fees?: FeeRates | undefined
}

export type RealismPreset = 'kind' | 'fair' | 'harsh'

/**
 * - `kind`: no delay, the front of every queue, no impact, no maker fee. What earns nothing here earns nothing anywhere.
 * - `fair`: a home connection, queues in proportion, what was taken comes back within seconds, the exchange's usual fees.
 * - `harsh`: a slow line with outliers, the back of every queue, lasting impact, the highest fees. What earns here has a
 *   chance outside.
 */
export const realismPresets: Readonly<Record<RealismPreset, Realism>> = {
  kind: { queueModel: 'front', impactHalfLifeMs: 0, fees: { maker: '0', taker: '0.0002' } },
  fair: {
    latencyIn: { medianMs: 20, spread: 0.4 },
    latencyOut: { medianMs: 20, spread: 0.4 },
    queueModel: 'proRata',
    impactHalfLifeMs: 1_000,
    fees: { maker: '0.0001', taker: '0.00035' },
  },
  harsh: {
    latencyIn: { medianMs: 80, spread: 0.8 },
    latencyOut: { medianMs: 80, spread: 0.8 },
    queueModel: 'back',
    impactHalfLifeMs: 10_000,
    fees: { maker: '0.0002', taker: '0.0005' },
  },
}
