import type { RestClient } from '../client/rest-client.ts'

/** A request whose answer was lost. */
export interface LostRequest {
  /** V3: the nonce it was signed with, from `OutcomeUnknownError.nonce`. With it the truth is known sooner. */
  readonly nonceUs?: bigint | undefined
  /** Local wall-clock time at which it was sent. */
  readonly sentAtMs: number
}

/** One order, by our id or by the exchange's. With both, the exchange's decides. */
export interface OrderName {
  readonly symbol: string
  readonly clientOrderId?: string | undefined
  readonly orderId?: string | undefined
}

export interface SettleOptions {
  /**
   * How late the exchange may still accept the request: by default 60 s for V3 (its nonce window), for V1 the client's
   * recvWindow.
   */
  readonly windowMs?: number | undefined
  /** How far the two clocks may be apart; 5 s by default. */
  readonly clockErrorMs?: number | undefined
  /** How far a query may lag behind the engine; 5 s by default. */
  readonly replicationLagMs?: number | undefined
  /** Time between two queries; 500 ms by default. */
  readonly queryEveryMs?: number | undefined
  /** When to give up and answer `unknown`; by default some seconds after the window has passed. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export type SettleClient = Pick<RestClient, 'call' | 'clock' | 'apiVersion' | 'recvWindowMs'>

/** Nothing is known for certain. Ask once more later. */
export interface Unsettled {
  readonly outcome: 'unknown'
}
