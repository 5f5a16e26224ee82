import type { FeedBody } from '@aster/core'

import type { AccountEvent, AccountIncidentType } from '../account/account-event.ts'
import { type Fill, fillKey } from '../fills/fill.ts'
import type { OrderState } from '../orders/evidence.ts'
import type { OrderTerms } from '../orders/order-terms.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeEvent } from '../trade/trade-event.ts'

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

/** Tells what happens on an account in the words of the event feed. Orders and fills of a trade carry its id. */
export function createAccountFeed(options: { readonly name: string; readonly publish: PublishFeed }): AccountFeed {
  const { name: account, publish } = options
  const tradeOf = new Map<string, string>()
  const told = new Set<string>()
  let realizedPnl = 0
  let fees = 0

  const tellFill = (fill: Fill, clientOrderId: string): void => {
    const key = fillKey(fill)
    if (told.has(key)) return
    told.add(key)
    const [oldest] = told
    if (told.size > mostFills && oldest !== undefined) told.delete(oldest)
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
      tradeOf.get(clientOrderId),
    )
  }

  const tellOrder = (
    terms: OrderTerms,
    clientOrderId: string,
    status: string,
    filled: string,
    reason?: string,
  ): void => {
    const { symbol, type, quantity, price, stopPrice } = terms
    const side = terms.side as 'BUY' | 'SELL'
    const facts = { account, symbol, clientOrderId, status, side, type, quantity, price, stopPrice }
    publish(
      { kind: 'order', ...facts, filledQuantity: filled, ...(reason !== undefined && { reason }) },
      tradeOf.get(clientOrderId),
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
    switch (event.type) {
      case 'orderId':
        tradeOf.set(event.clientOrderId, tradeId)
        return
      case 'incident': {
        const { what, detail } = event
        publish({ kind: 'incident', severity: 'warning', what, detail, symbol, account }, tradeId)
        return
      }
      case 'transition': {
        const reason = `${event.from} → ${event.to}`
        publish({ kind: 'decision', what: `trade ${event.cause}`, outcome: 'taken', reason, symbol, account }, tradeId)
        return
      }
      case 'result': {
        for (const [id, owner] of tradeOf) if (owner === tradeId) tradeOf.delete(id)
        const { exitReason, realizedPnl: profit, fees: paid } = event.result
        const reason = `${exitReason ?? 'never entered'}, ${profit} after fees of ${paid}`
        publish({ kind: 'decision', what: 'trade ended', outcome: 'taken', reason, symbol, account }, tradeId)
        return
      }
      default:
    }
  }

  const onEvent = (event: AccountEvent): void => {
    switch (event.type) {
      case 'intent':
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
