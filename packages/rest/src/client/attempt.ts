import type { Transport, TransportResponse } from '@aster/core'

import type { Budgets } from '../budget/create-budgets.ts'
import type { RateReading } from '../response/read-rate-headers.ts'
import type { Statistics } from '../statistics/create-statistics.ts'
import type { Reporter } from './reporter.ts'
import type { RestClientOptions } from './rest-client.ts'

/** What every attempt of a client shares. */
export interface AttemptContext {
  readonly transport: Transport
  readonly clock: RestClientOptions['clock']
  readonly baseUrl: string
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
  readonly signer: RestClientOptions['signer']
  /** Whose orders and whose nonces are counted, in lower case. */
  readonly identity: { readonly account: string; readonly signer: string } | undefined
  readonly recvWindowMs: number | undefined
  readonly timeoutMs: number
  readonly budgets: Budgets
  readonly statistics: Statistics
  readonly reporter: Reporter
}

/** An attempt that got a good answer, its content not yet looked at. */
export interface AcceptedAttempt {
  readonly kind: 'answer'
  readonly content: unknown
  readonly response: TransportResponse | undefined
  readonly readings: readonly RateReading[]
  readonly attempt: number
  readonly durationMs: number
  readonly sentAtMs: number
  readonly nonceUs: bigint | undefined
}

/** An attempt that got none. */
export type FailedAttempt = { readonly nonceUs: bigint | undefined } & (
  | {
      readonly kind: 'rejected'
      readonly code: number
      readonly status: number
      readonly reason: string
      /** An internal error of the exchange, which a read may ask again after. */
      readonly repeatable: boolean
    }
  | { readonly kind: 'slowDown'; readonly banned: boolean; readonly retryAfterMs: number; readonly reason: string }
  | {
      readonly kind: 'unanswered'
      /** False: it certainly never left. */
      readonly sent: boolean
      readonly aborted: boolean
      readonly status: number | undefined
      readonly reason: string
      /** What a 5xx answer asked us to wait. */
      readonly retryAfterMs: number | undefined
      readonly cause: unknown
    }
)
