import { streamFacts } from '@aster/api'

import { defaultLinkTiming, type LinkTiming } from '../link/create-link.ts'

export interface UserStreamTiming extends LinkTiming {
  /** How often the key is renewed and compared. 30 minutes; a minute bounds how long a lost key can go unnoticed. */
  readonly keepAliveEveryMs: number
  /** Asks with every renewal which key the account has, to notice that another program has replaced ours. */
  readonly comparesKey: boolean
  readonly firstRetryMs: number
  readonly longestRetryMs: number
  /** Age at which the socket is replaced, up to 2 % earlier at random. */
  readonly replaceAfterMs: number
  /** Time for which the old and the new socket both run. */
  readonly overlapMs: number
  /** How far before the last complete moment a gap begins, for clocks that disagree. */
  readonly gapMarginMs: number
  /** Events that wait for `onEvent` at which reading pauses, and at which it goes on. */
  readonly pauseAt: number
  readonly resumeAt: number
}

export const defaultUserStreamTiming: UserStreamTiming = {
  ...defaultLinkTiming,
  keepAliveEveryMs: streamFacts.listenKeyRenewalMs,
  comparesKey: true,
  firstRetryMs: 250,
  longestRetryMs: 15_000,
  replaceAfterMs: streamFacts.connectionLifetimeMs - 3_600_000,
  overlapMs: 5_000,
  gapMarginMs: 5_000,
  pauseAt: 1_000,
  resumeAt: 100,
}
