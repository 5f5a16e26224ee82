import type { Clock } from '@aster/core'

import type { Engine, MarketEngineEvent } from '../engine/types.ts'
import type { MarketRecord } from '../history/market-record.ts'
import type { SharedTicks } from './shared-ticks.ts'

/** What every market stream works with. */
export interface StreamParts {
  readonly clock: Clock
  readonly engine: Engine
  readonly ticks: SharedTicks
  readonly getRecord: (symbol: string) => MarketRecord | undefined
  readonly records: () => Iterable<MarketRecord>
  /** Sends to every listener of this stream. */
  readonly publish: (makePayload: () => string) => void
}

/** A stream that somebody listens to. */
export interface LiveStream {
  /** Takes each event of its symbol (of all symbols for the `!` streams), in order. */
  onEvent?(event: MarketEngineEvent): void
  /** A new listener came; what is returned goes to that one alone, at once. */
  onJoin?(): string | undefined
  stop?(): void
}
