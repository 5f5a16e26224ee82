import type { Order } from '@aster/api'
import { sleep } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import { findOrder } from './find-order.ts'
import { measureAliveMs } from './measure-alive.ts'
import { overtake } from './overtake.ts'

/** A placement whose answer was lost. */
export interface LostPlacement {
  readonly symbol: string
  readonly clientOrderId: string
  /** V3: the nonce it was signed with, from `OutcomeUnknownError.nonce`. With it the truth is known sooner. */
  readonly nonceUs?: bigint | undefined
  /** Local wall-clock time at which it was sent. */
  readonly sentAtMs: number
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

export type Settlement =
  | { readonly outcome: 'placed'; readonly order: Order }
  /** It is not there and can never come. */
  | { readonly outcome: 'absent' }
  /** Nothing is known for certain. Do not send it again; ask once more later. */
  | { readonly outcome: 'unknown' }

export type SettleClient = Pick<RestClient, 'call' | 'clock' | 'apiVersion' | 'recvWindowMs'>

const v1DefaultWindowMs = 5_000
const v3DefaultWindowMs = 60_000
/** Room for the last questions after the window. */
const lastQuestionsMs = 10_000

/**
 * Finds out what became of a placement whose answer was lost, by asking for it under its client order id. With V3 it
 * also sends a `noop` with the placement's nonce: once that is accepted, the placement can never be. `absent` is said
 * only then, or when the time in which the exchange takes the request has passed and it still is not there. A query
 * that finds nothing proves nothing by itself: reads lag, and a late request may still arrive.
 *
 * Weight 1 per question. Never places anything.
 *
 * @throws {RejectedError} The key itself is refused, so that no question can be answered.
 * @throws The signal's reason, when it aborts.
 * @example
 * const settlement = await settleOrder(client, { symbol, clientOrderId, nonceUs: error.nonce, sentAtMs })
 * if (settlement.outcome === 'absent') await placeAgainUnderANewId()
 */
export async function settleOrder(
  client: SettleClient,
  lost: LostPlacement,
  options: SettleOptions = {},
): Promise<Settlement> {
  const { clock } = client
  const { signal, queryEveryMs = 500, clockErrorMs = 5_000, replicationLagMs = 5_000 } = options
  const defaultWindowMs = client.apiVersion === 'v1' ? (client.recvWindowMs ?? v1DefaultWindowMs) : v3DefaultWindowMs
  const windowMs = (options.windowMs ?? defaultWindowMs) + clockErrorMs + replicationLagMs
  const startMs = clock.monotonicMs()
  const elapsedMs = () => clock.monotonicMs() - startMs
  const canOvertake = client.apiVersion === 'v3' && lost.nonceUs !== undefined
  let nonce = canOvertake ? await overtake(client, lost.nonceUs, signal) : 'taken'
  let aliveMs: number | undefined

  for (;;) {
    const askedAtMs = elapsedMs()
    const finding = await findOrder(client, lost, signal)
    if (typeof finding === 'object') return { outcome: 'placed', order: finding.order }
    if (finding === 'notFound' && (nonce === 'ours' || (aliveMs !== undefined && askedAtMs >= aliveMs))) {
      return { outcome: 'absent' }
    }
    aliveMs ??= await measureAliveMs(client, lost, { windowMs, askedAtMs, signal })
    if (elapsedMs() >= (options.timeoutMs ?? aliveMs + lastQuestionsMs)) return { outcome: 'unknown' }
    await sleep(clock, queryEveryMs, signal)
    if (nonce === 'open' && lost.nonceUs !== undefined) nonce = await overtake(client, lost.nonceUs, signal)
  }
}
