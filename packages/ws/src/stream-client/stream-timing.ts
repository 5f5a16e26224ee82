import { streamFacts } from '@aster/api'

import { defaultLinkTiming, type LinkTiming } from '../link/create-link.ts'

export interface StreamTiming extends LinkTiming {
  /** First wait before a lost connection is opened again; doubles up to `longestRetryMs`, shortened at random. */
  readonly firstRetryMs: number
  readonly longestRetryMs: number
  /** Age at which a connection is replaced, up to 2 % earlier at random. Well before the exchange cuts it. */
  readonly replaceAfterMs: number
  /** Time for which the old and the new connection both run. */
  readonly overlapMs: number
  /** Time after the overlap in which late repetitions are still left out. */
  readonly repetitionMs: number
  /** How often streams are checked for silence. */
  readonly silenceCheckMs: number
  /** A connection without streams is closed after this. */
  readonly idleCloseMs: number
}

export const defaultStreamTiming: StreamTiming = {
  ...defaultLinkTiming,
  firstRetryMs: 250,
  longestRetryMs: 30_000,
  replaceAfterMs: streamFacts.connectionLifetimeMs - 3_600_000,
  overlapMs: 5_000,
  repetitionMs: 10_000,
  silenceCheckMs: 1_000,
  idleCloseMs: 2_000,
}
