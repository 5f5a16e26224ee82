import type { AnswerOf, ApiVersion, Endpoint, ParamsOf } from '@aster/api'
import type { Signer } from '@aster/auth'
import type { Clock, Random, Transport } from '@aster/core'

import type { Budgets, BudgetsState } from '../budget/create-budgets.ts'
import type { Lane } from '../request/find-lane.ts'
import type { SignRequest } from '../request/plan-call.ts'
import type { EndpointStatistics } from '../statistics/create-statistics.ts'
import type { TimeSync } from '../time/create-time-sync.ts'
import type { ClientGroups } from './client-groups.ts'
import type { RestHooks } from './hooks.ts'

export interface CallOptions {
  /** Ends waiting, and the request itself. A write that was sent already ends as `OutcomeUnknownError`. */
  readonly signal?: AbortSignal | undefined
  /** For one attempt, from sending to the last byte of the answer. */
  readonly timeoutMs?: number | undefined
  /** Who goes first when a budget is short; found from the call when absent. */
  readonly lane?: Lane | undefined
  /** How long the call may wait for room in a budget; by lane when absent. */
  readonly budgetWaitMs?: number | undefined
  /** Attempts of a read, the first included. A write is attempted once whatever this says. */
  readonly maxAttempts?: number | undefined
  /** V1: how late the request may arrive, at most 60000. */
  readonly recvWindowMs?: number | undefined
  /** V3: sign with this nonce instead of a fresh one. Only for `noop` and guarded cancels. */
  readonly nonceUs?: bigint | undefined
  /** Signs this call instead of the client's signer: for calls of a wallet. */
  readonly signRequest?: SignRequest | undefined
  /** Called when everything is signed, right before it is sent: the last moment to write something down. */
  readonly onSigned?: ((facts: SignedFacts) => void | Promise<void>) | undefined
}

export interface SignedFacts {
  /** Microseconds; V3 only. */
  readonly nonceUs: bigint | undefined
  /** The exchange's time as we believe it to be. */
  readonly timestampMs: number | undefined
  /** The client order id of the call, or of each element of a batch: what the client filled in is here as well. */
  readonly clientOrderIds: readonly (string | undefined)[]
}

/** What is known about an answer besides its content. */
export interface AnswerMeta {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly attempts: number
  /** The last attempt, from sending to the last byte. */
  readonly durationMs: number
  /** Local wall-clock time at which the last attempt was sent. */
  readonly sentAtMs: number
  readonly nonceUs: bigint | undefined
  /** Weight of this address in the running minute, as the exchange counts it. */
  readonly usedWeight: number | undefined
  /** Orders of this account per interval, as the exchange counts them. */
  readonly orderCounts: readonly { readonly intervalMs: number; readonly used: number }[]
}

export interface Answer<T> {
  readonly data: T
  readonly meta: AnswerMeta
}

export interface RestClientOptions {
  readonly transport: Transport
  readonly clock: Clock
  /** Scheme and host, `https://fapi.asterdex.com`. */
  readonly baseUrl: string
  /** Needed for everything but market data. */
  readonly signer?: Signer | undefined
  /** Which generation of public paths is used without a signer; `v3` by default. */
  readonly apiVersion?: ApiVersion | undefined
  /** For one attempt; 10 s by default. */
  readonly timeoutMs?: number | undefined
  /** V1: how late a request may arrive; the exchange takes 5000 when absent. */
  readonly recvWindowMs?: number | undefined
  /** Shared by all clients on the same transport when absent. */
  readonly budgets?: Budgets | undefined
  /** Measured anew when the exchange doubts our clock or nonce (-1021, -4225). */
  readonly time?: Pick<TimeSync, 'sync'> | undefined
  readonly hooks?: RestHooks | undefined
  readonly userAgent?: string | undefined
  /** Spreads the repetitions of reads; a crypto source when absent. */
  readonly random?: Random | undefined
  /** Names orders that are placed without a `newClientOrderId`, so that a lost answer can be looked up. */
  readonly clientOrderIds?: { next(): string } | undefined
}

/** Talks to the exchange. Every endpoint is a method of a group, or goes through `call`. */
export interface RestClient extends ClientGroups {
  readonly apiVersion: ApiVersion
  readonly baseUrl: string
  readonly clock: Clock
  readonly signer: Signer | undefined
  /** V1: how late a request may arrive, where it was set. */
  readonly recvWindowMs: number | undefined
  /**
   * Calls an endpoint. A read is repeated with jitter when no valid answer came. A write is sent once, whatever happens.
   *
   * @throws {ParameterError} `params` do not fit. Nothing was sent.
   * @throws {RejectedError} The exchange said no; decide by `code`.
   * @throws {RateLimitError} A budget is spent, ours or the exchange's. Nothing was carried out.
   * @throws {TransportError} A read got no valid answer, or a write certainly never left.
   * @throws {OutcomeUnknownError} A write got no answer: it may have been carried out. Settle it by asking.
   */
  call<E extends Endpoint, const P extends ParamsOf<E>>(
    endpoint: E,
    params: P,
    options?: CallOptions,
  ): Promise<AnswerOf<E, P>>
  /** As `call`, with status, headers, usage counts and timing. */
  callWithMeta<E extends Endpoint, const P extends ParamsOf<E>>(
    endpoint: E,
    params: P,
    options?: CallOptions,
  ): Promise<Answer<AnswerOf<E, P>>>
  /** Opens sockets ahead of the first order. */
  warmUp(connections: number): Promise<void>
  /** Limits, what of them is used, who waits, and until when the exchange said stop. */
  budgets(): BudgetsState
  /** Counts and latencies per endpoint. */
  statistics(): Readonly<Record<string, EndpointStatistics>>
}
