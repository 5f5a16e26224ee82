import type { StreamEventOf, StreamParamsOf } from '@aster/api'
import type { Clock, Connector, Random } from '@aster/core'

import type { StreamGap } from '../stream-gap.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { ShardState } from './create-shard.ts'
import type { AnyStream } from './stream-declaration.ts'
import type { StreamTiming } from './stream-timing.ts'
import type { IterateOptions, Subscription, WatchOptions } from './subscription.ts'
import type { Watchers } from './watchers.ts'

export interface StreamClientOptions {
  readonly connector: Connector
  readonly clock: Clock
  /** Spreads reconnects; the machine's own source when absent. */
  readonly random?: Random
  /** `wss://fstream.asterdex.com`, without a path. */
  readonly baseUrl: string
  readonly onIncident?: ReportIncident
  readonly onConnection?: (change: ConnectionChange) => unknown
  /** Checks every payload against its schema, also where a hand-written parser would do. */
  readonly validate?: boolean
  /** Each stream on a connection of its own, at `/ws/<stream>`, for servers that know no combined streams. Off by default. */
  readonly raw?: boolean
  /** 200 by default, as documented. */
  readonly maxStreamsPerConnection?: number
  readonly timing?: Partial<StreamTiming>
}

/** A change of one of the client's connections. */
export interface ConnectionChange {
  /** Counts from 1. */
  readonly connection: number
  readonly state: ShardState
  readonly streams: number
  readonly reason: string
}

export interface ConnectionStats {
  readonly state: ShardState
  readonly streams: number
  /** Connections that followed one another so far. */
  readonly opened: number
  readonly frames: number
}

export interface StreamClient extends Watchers, AsyncDisposable {
  /**
   * Follows a stream. The handler gets each event and the frame it came in; what it throws is reported and harms nobody.
   * @throws {ParameterError} `params` do not fit. Nothing was sent.
   */
  watch<S extends AnyStream>(
    stream: S,
    params: StreamParamsOf<S>,
    handler: (event: StreamEventOf<S>, frame: string) => unknown,
    options?: WatchOptions,
  ): Subscription
  /**
   * Follows a stream by `for await`. Gaps come in between, as `{ type: 'gap' }`.
   * @throws {ParameterError} `params` do not fit. Nothing was sent.
   */
  watch<S extends AnyStream>(
    stream: S,
    params: StreamParamsOf<S>,
    options?: IterateOptions,
  ): AsyncIterable<StreamEventOf<S> | StreamGap>
  /** Follows a stream by its name on the wire and hands on its frames unread. For recorders and undocumented streams. */
  watchFrames(streamName: string, handler: (frame: string) => unknown, options?: WatchOptions): Subscription
  readonly connections: readonly ConnectionStats[]
  /** Ends every subscription and closes the connections. The connector stays open: it belongs to the caller. */
  close(): Promise<void>
}
