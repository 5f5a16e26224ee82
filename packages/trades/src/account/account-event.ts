import type { OrderTerms } from '../orders/order-terms.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { RiskState } from '../risk/risk-state.ts'
import type { TradeEvent } from '../trade/trade-event.ts'

export type AccountIncidentType =
  /** A write got no answer; it is being settled by asking. */
  | 'inDoubt'
  | 'settled'
  | 'cancelDelayed'
  | 'reconcileFailed'
  | 'streamGap'
  | 'streamIncident'
  | 'foreignOrder'
  | 'listenerFailed'
  /** At the start: a trade of an earlier run could not be put back to work. */
  | 'recoveryFailed'
  /** At the start: an order of ours that belonged to nothing was cancelled, or left because it protects a position. */
  | 'orphanSwept'
  | 'orphanKept'
  /** The machine slept, the process was stopped, or the clock was set: everything is read before the next order. */
  | 'clockJump'
  | 'agentExpires'
  | 'agentUnread'
  | 'deadMan'
  /** The exchange has booked other profits or fees than our executions add up to. */
  | 'ledgerDiffers'
  /** The risk state holds, but could not be written down: a restart will not know it. */
  | 'latchNotWritten'

/** Something that happened on an account, for a journal, a log, a console. */
export type AccountEvent =
  /** An order is about to be sent. Whoever keeps a journal has written it down when the returned promise resolves. */
  | { readonly type: 'intent'; readonly atMs: number; readonly clientOrderId: string; readonly terms: OrderTerms }
  /** The order is signed and leaves next; `nonceUs` settles it if no answer comes. */
  | {
      readonly type: 'sent'
      readonly atMs: number
      readonly clientOrderId: string
      readonly nonceUs: bigint | undefined
    }
  | { readonly type: 'order'; readonly atMs: number; readonly order: OrderView }
  | { readonly type: 'position'; readonly atMs: number; readonly position: PositionView }
  /** The account's risk state was changed, by a call, a file or a limit. */
  | { readonly type: 'risk'; readonly atMs: number; readonly state: RiskState; readonly reason: string }
  | { readonly type: 'trade'; readonly atMs: number; readonly trade: TradeEvent }
  | {
      readonly type: 'incident'
      readonly atMs: number
      readonly what: AccountIncidentType
      readonly detail: string
      readonly clientOrderId?: string | undefined
    }

/**
 * Where events go. An `intent` and its `sent` are awaited before the order leaves, and an order whose intent cannot be
 * written down is not sent unless it takes risk off the account; all others are handed over in order and not waited for.
 */
export type EventSink = (event: AccountEvent) => void | Promise<void>
