import type { FeedBody } from '@aster/core'

import type { AccountEvent, AccountIncidentType } from '../account/account-event.ts'
import { type Fill, fillKey } from '../fills/fill.ts'
import type { OrderState } from '../orders/evidence.ts'
import type { OrderTerms } from '../orders/order-terms.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeEvent } from '../trade/trade-event.ts'
import { createCauses } from './create-causes.ts'

/** Takes an event for a console, a log, `explain`; `feed.publish` of `@aster/runtime`. */
export type PublishFeed = (body: FeedBody, correlationId?: string) => unknown

export interface AccountFeed {
  /** Give it to `openAccount({ onEvent })`, or call it from yours. */
  readonly onEvent: (event: AccountEvent) => void
  /** Fills told so far, added up in the quote asset: profit before fees, and fees. */
  readonly totals: { readonly realizedPnl: number; readonly fees: number }
}

const shownStates: Readonly<Record<OrderState, string>> = {
  sent: 'SENT',
  presumedAbsent: 'ABSENT',
  open: 'NEW',
  partlyFilled: 'PARTIALLY_FILLED',
  rejected: 'REJECTED',
  expired: 'EXPIRED',
  canceled: 'CANCELED',
  filled: 'FILLED',
}

type Severity = Extract<FeedBody, { kind: 'incident' }>['severity']

/** What a person has to see at once, and what only helps to understand later. */
const severities: Readonly<Record<AccountIncidentType, Severity>> = {
  inDoubt: 'warning',
  settled: 'info',
  cancelDelayed: 'warning',
  reconcileFailed: 'warning',
  streamGap: 'warning',
  streamIncident: 'info',
  foreignOrder: 'info',
  listenerFailed: 'warning',
  clockJump: 'warning',
  agentExpires: 'warning',
  agentUnread: 'info',
  deadMan: 'warning',
  recoveryFailed: 'critical',
  orphanSwept: 'warning',
  orphanKept: 'warning',
  latchNotWritten: 'critical',
  ledgerDiffers: 'warning',
}

/** Fills remembered so that each is told once; the oldest go. */
const mostFills = 5_000
/** Orders of which the last told state is remembered. */
const mostOrders = 5_000

function forgetOldest(kept: Map<string, unknown> | Set<string>, most: number): void {
  if (kept.size <= most) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}

export interface AccountFeedOptions {
  readonly name: string
  readonly publish: PublishFeed
  /**
   * What is being carried out where this is called, a signal for instance; asked when an order is about to be sent and when
   * a trade begins. Everything that comes of them carries it, whenever and wherever it is heard of.
   */
  readonly readCause?: (() => string | undefined) | undefined
}

/**
 * Tells what happens on an account in the words of the event feed. Orders, fills and steps carry the id of their cause, or
 * else of their trade.
 */
export function createAccountFeed(options: AccountFeedOptions): AccountFeed {
  const { name: account, publish } = options
  const causes = createCauses(options.readCause)
  const told = new Set<string>()
  const states = new Map<string, string>()
  let realizedPnl = 0
  let fees = 0

  const tellFill = (fill: Fill, clientOrderId: string): void => {
    const key = fillKey(fill)
    if (told.has(key)) return
    told.add(key)
    forgetOldest(told, mostFills)
    realizedPnl += Number(fill.realizedPnl)
    fees += Number(fill.fee)
    const { symbol, tradeId, price, quantity, fee } = fill
    publish(
      {
        kind: 'fill',
        account,
        symbol,
        clientOrderId,
        tradeId,
        side: fill.side as 'BUY' | 'SELL',
        price,
        quantity,
        fee,
        feeAsset: fill.feeAsset ?? '',
        isMaker: fill.liquidity === 'maker',
        realizedPnl: fill.realizedPnl,
      },
      causes.ofOrder(clientOrderId),
    )
  }

  const tellOrder = (
    terms: OrderTerms,
    clientOrderId: string,
    status: string,
    filled: string,
    reason?: string,
  ): void => {
    const { symbol, side, type, quantity, price, stopPrice } = terms
    // answers, streams and reconciliations report the same state again and again
    const state = `${status} ${filled}`
    if (states.get(clientOrderId) === state) return
    states.set(clientOrderId, state)
    forgetOldest(states, mostOrders)
    publish(
      {
        kind: 'order',
        account,
        symbol,
        clientOrderId,
        status,
        side: side as 'BUY' | 'SELL',
        type,
        quantity,
        price,
        stopPrice,
        filledQuantity: filled,
        reason,
      },
      causes.ofOrder(clientOrderId),
    )
  }

  const tellView = ({ clientOrderId, terms, state, filledQuantity, refusal, fills }: OrderView): void => {
    // the intent told that it is sent
    if (terms !== undefined && state !== 'sent')
      tellOrder(terms, clientOrderId, shownStates[state], filledQuantity, refusal?.reason)
    for (const fill of fills) tellFill(fill, clientOrderId)
  }

  const tellTrade = (event: TradeEvent): void => {
    const { tradeId, symbol } = event
    const cause = causes.ofTrade(tradeId)
    switch (event.type) {
      case 'orderId':
        causes.setOrder(event.clientOrderId, cause)
        return
      case 'incident': {
        const { what, detail } = event
        publish({ kind: 'incident', severity: 'warning', what, detail, symbol, account }, cause)
        return
      }
      case 'transition': {
        const reason = `${event.from} → ${event.to}`
        publish({ kind: 'decision', what: `trade ${event.cause}`, outcome: 'taken', reason, symbol, account }, cause)
        return
      }
      case 'result': {
        causes.endTrade(tradeId)
        const { exitReason, realizedPnl: profit, fees: paid } = event.result
        const reason = `${exitReason ?? 'never entered'}, ${profit} after fees of ${paid}`
        publish({ kind: 'decision', what: 'trade ended', outcome: 'taken', reason, symbol, account }, cause)
        return
      }
      default:
    }
  }

  const onEvent = (event: AccountEvent): void => {
    switch (event.type) {
      case 'intent':
        causes.noteOrder(event.clientOrderId)
        tellOrder(event.terms, event.clientOrderId, 'SENT', '0')
        return
      case 'order':
        tellView(event.order)
        return
      case 'trade':
        tellTrade(event.trade)
        return
      case 'position': {
        const { symbol, positionSide, quantity, entryPrice } = event.position
        publish({ kind: 'position', account, symbol, positionSide, quantity, entryPrice })
        return
      }
      case 'risk': {
        const severity = event.state === 'active' ? 'info' : 'critical'
        publish({ kind: 'incident', severity, what: `risk ${event.state}`, detail: event.reason, account })
        return
      }
      case 'incident': {
        const { what, detail, clientOrderId } = event
        const place = { account, ...(clientOrderId !== undefined && { clientOrderId }) }
        publish({ kind: 'incident', severity: severities[what], what, detail, ...place })
        return
      }
      case 'sent':
    }
  }
  return {
    onEvent,
    get totals() {
      return { realizedPnl, fees }
    },
  }
}
