import type { StreamGap } from '../stream-gap.ts'
import type { SubscriptionState } from './create-stream-entry.ts'

export interface WatchOptions {
  /** Ends the subscription. */
  readonly signal?: AbortSignal
  /** Events may be missing between two moments. */
  readonly onGap?: (gap: StreamGap) => unknown
  readonly onState?: (state: SubscriptionState) => unknown
}

export interface IterateOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal
  /** Events held for a slow reader; 1,000 by default. Values conflate; other events beyond it end in a gap. */
  readonly queueLimit?: number
}

/** One handler on one stream. */
export interface Subscription {
  /** The stream's name on the wire. */
  readonly streamName: string
  /** Resolves once the exchange has confirmed the stream for the first time; rejects when it was ended before. */
  readonly ready: Promise<void>
  readonly state: SubscriptionState
  /** Local time of the latest event, milliseconds since the epoch. */
  readonly lastEventMs: number | undefined
  /** Local receive time minus event time of the latest event, milliseconds. */
  readonly lagMs: number | undefined
  unsubscribe(): void
}
