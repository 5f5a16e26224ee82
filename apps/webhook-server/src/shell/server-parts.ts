import type { Clock } from '@aster/core'
import type { Health, Logger, Metrics, Mode } from '@aster/runtime'

import type { AccessRules } from '../core/authorize.ts'
import type { StrategyPolicies } from '../core/strategy-policy.ts'
import type { SignalRunner } from './create-signal-runner.ts'
import type { RefusalLog } from './refusal-log.ts'
import type { Seats } from './seat.ts'
import type { SignalStore } from './signal-store.ts'

/** What the routes work on. */
export interface ServerParts {
  readonly mode: Mode
  readonly version: string
  readonly clock: Clock
  readonly log: Logger
  readonly rules: AccessRules
  readonly trustedProxies: readonly string[]
  /** Origins whose web pages may call; none when absent. */
  readonly corsOrigins?: readonly string[] | undefined
  readonly maxAlertsPerMinute: number
  /** For all of a request to come in; 10 seconds by default. */
  readonly requestTimeoutMs?: number | undefined
  /** Open at one time, 1,000 by default: what is refused beyond leaves files for the exchange and the disk. */
  readonly mostConnections?: number | undefined
  readonly dedupeWindowMs: number
  readonly maxAgeMs: number
  readonly scale: string
  readonly store: SignalStore
  readonly runner: SignalRunner
  readonly refusals: RefusalLog
  readonly health: Health
  readonly metrics: Metrics
  readonly seats: Seats
  readonly policies: StrategyPolicies
  /** Why nothing may be taken in, while that is so. */
  readonly refuseIntake: () => string | undefined
}
