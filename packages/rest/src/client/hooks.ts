import type { Lane } from '../request/find-lane.ts'
import type { AnswerMeta } from './rest-client.ts'

export interface RequestEvent {
  readonly endpoint: string
  readonly method: string
  readonly path: string
  readonly lane: Lane
  readonly attempt: number
  readonly weight: number
  readonly orders: number
}

export interface ResponseEvent extends RequestEvent {
  /** By status and code. An answer that does not fit its declaration is `accepted` here, and a `DriftEvent` besides. */
  readonly outcome: 'accepted' | 'rejected' | 'rateLimited' | 'unsent' | 'unanswered'
  /** Undefined when no answer came. */
  readonly status: number | undefined
  /** The exchange's error code. */
  readonly code: number | undefined
  readonly durationMs: number
  /** Weight of this address in the running minute, as the exchange counts it. */
  readonly usedWeight: AnswerMeta['usedWeight']
}

/** An answer that is not shaped as declared. Reported once per endpoint and field. */
export interface DriftEvent {
  readonly endpoint: string
  /** `unknown`: a field we do not know. `invalid`: a field that does not fit; the call failed. */
  readonly kind: 'unknown' | 'invalid'
  readonly field: string
  readonly message: string
}

/** What went over the wire, with signatures, keys and listen keys hidden. */
export interface DebugEvent {
  readonly endpoint: string
  readonly direction: 'request' | 'response'
  readonly method: string
  readonly url: string
  readonly status?: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Called along the way, for metrics and logs. What a hook throws is thrown away. */
export interface RestHooks {
  onRequest?(event: RequestEvent): void
  onResponse?(event: ResponseEvent): void
  onDrift?(event: DriftEvent): void
  onDebug?(event: DebugEvent): void
}
