import type { UserEvent } from '@aster/api'
import type { Clock, Connector, Random } from '@aster/core'

import type { ReportIncident } from '../stream-incident.ts'
import type { UserStreamTiming } from './user-stream-timing.ts'

/**
 * - `disconnected`: the socket was lost.
 * - `keyExpired`: the exchange said so on the stream.
 * - `keyGone`: the exchange does not know the key any more, or it could not be renewed in time.
 * - `keyReplaced`: the account has another key now, so nothing comes on ours.
 * - `silent`: an acknowledged order got no event in time.
 * - `missedFill`: the fills that came for an order add up to less than the total that its events name.
 * - `badFrame`: an event could not be read.
 */
export type UserGapReason =
  | 'disconnected'
  | 'keyExpired'
  | 'keyGone'
  | 'keyReplaced'
  | 'silent'
  | 'missedFill'
  | 'badFrame'

/** A stretch of time in which user events may be missing. */
export interface UserStreamGap {
  readonly reason: UserGapReason
  /** Read everything from here on. Some seconds before the last moment known to be complete; local time, milliseconds. */
  readonly startMs: number
  /** From here on events come by the stream again. */
  readonly endMs: number
}

/** An event as it is handed on. */
export type UserStreamEvent = UserEvent & {
  /** Found by `onGap`, not by the stream. */
  readonly recovered?: boolean
  /** An account update that is older than one handed on before: what it says about a row may be outdated. */
  readonly late?: boolean
}

/** The calls for listen keys; `client.stream` of `@aster/rest` has them. */
export interface ListenKeyCalls {
  /** Gives the account's running key and extends it, or a new one. */
  create(): Promise<string>
  /** Rejects with code -1125 when there is no key any more. */
  keepAlive(): Promise<void>
  /** Ends the key for every program of the account. Called only with `exclusive`. */
  close?(): Promise<void>
}

export interface UserStreamOptions {
  readonly connector: Connector
  readonly clock: Clock
  /** Spreads retries; the machine's own source when absent. */
  readonly random?: Random
  /** `wss://fstream.asterdex.com`, without a path. */
  readonly baseUrl: string
  readonly listenKey: ListenKeyCalls
  /** Called once per event, one after the other: the next waits for the promise. Reading pauses when many wait. */
  readonly onEvent?: (event: UserStreamEvent) => unknown
  /**
   * Reads what is missing by other means. Events it returns are handed on as `recovered`, without those that came by the
   * stream. Repeated until it resolves; the stream is live only then.
   */
  readonly onGap: (gap: UserStreamGap) => Promise<void | readonly UserEvent[]>
  readonly onIncident?: ReportIncident
  readonly onState?: (state: UserStreamState) => unknown
  /** This program owns the account alone: the key is ended on `stop`. Off by default. */
  readonly exclusive?: boolean
  readonly timing?: Partial<UserStreamTiming>
}

/** `recovering`: the way to the events is being rebuilt, or what was missed is being read. */
export type UserStreamState = 'idle' | 'starting' | 'live' | 'recovering' | 'stopped'

export interface UserStream extends AsyncDisposable {
  /**
   * Resolves when events come. Rejects when the exchange refuses the key, or when it was stopped meanwhile.
   */
  start(): Promise<void>
  /** Ends it. Events that have arrived are still handed on, so `onEvent` must not wait for it: each would wait for the other. */
  stop(): Promise<void>
  readonly state: UserStreamState
  /** Local time of the latest event, milliseconds since the epoch. */
  readonly lastEventMs: number | undefined
  /**
   * Says that an order was acknowledged, so that its event has to come. If it does not within `withinMs` (2,000), the stream
   * counts as dead, whatever its socket says.
   */
  expectEvent(clientOrderId: string, withinMs?: number): void
  /** Events by `for await`. A loop that is slow slows the stream down; nothing is left out. */
  events(options?: { readonly signal?: AbortSignal }): AsyncIterable<UserStreamEvent>
}
