import { compareTradeIds, type Fill } from '../fills/fill.ts'
import { isLive, type Evidence } from './evidence.ts'
import { foldOrder } from './fold-order.ts'
import type { OrderTerms } from './order-terms.ts'
import { createOrderView, type OrderView } from './order-view.ts'

export type OrderListener = (view: OrderView, before: OrderView | undefined) => void

/** Every order that the account has, ours and those of others, as the evidence shows it. */
export interface OrderTracker {
  /** Writes down what is about to be sent. */
  readonly open: (clientOrderId: string, terms: OrderTerms) => OrderView
  readonly apply: (evidence: Evidence) => OrderView
  /** Adds an execution that names its order by the exchange's id only. */
  readonly applyFill: (fill: Fill) => void
  readonly get: (clientOrderId: string) => OrderView | undefined
  readonly list: (filter?: (view: OrderView) => boolean) => readonly OrderView[]
  /** Those that may still execute: few, however many have been. */
  readonly listLive: (filter?: (view: OrderView) => boolean) => readonly OrderView[]
  /** Called after each change. Returns the way to stop it. */
  readonly onChange: (listener: OrderListener) => () => void
  /** Keeps an order in memory although it is over, until `release` has been called as often. */
  readonly keep: (clientOrderId: string) => void
  readonly release: (clientOrderId: string) => void
}

/** Orders that are over and that nobody keeps, before the oldest are forgotten. */
const rememberedOrders = 2_000

/** Holds the orders and folds evidence into them. Bounded: orders that are over are forgotten in time. */
export function createOrderTracker(onListenerFailure: (error: unknown) => void): OrderTracker {
  const views = new Map<string, OrderView>()
  const live = new Map<string, OrderView>()
  const idOfOrder = new Map<string, string>()
  const kept = new Map<string, number>()
  const listeners = new Set<OrderListener>()

  const put = (view: OrderView): OrderView => {
    const before = views.get(view.clientOrderId)
    views.set(view.clientOrderId, view)
    if (isLive(view.state)) live.set(view.clientOrderId, view)
    else live.delete(view.clientOrderId)
    if (view.orderId !== undefined && before?.orderId !== view.orderId) {
      idOfOrder.set(orderKey(view.terms?.symbol, view.orderId), view.clientOrderId)
    }
    for (const listener of listeners) {
      try {
        listener(view, before)
      } catch (error) {
        onListenerFailure(error)
      }
    }
    if (before === undefined) forgetOldest()
    return view
  }

  const forgetOldest = () => {
    if (views.size <= rememberedOrders * 1.1) return
    for (const [id, view] of views) {
      if (views.size <= rememberedOrders) return
      if (isLive(view.state) || kept.has(id)) continue
      views.delete(id)
      if (view.orderId !== undefined) idOfOrder.delete(orderKey(view.terms?.symbol, view.orderId))
    }
  }

  const apply = (evidence: Evidence): OrderView => {
    const known = views.get(evidence.clientOrderId)
    let view = foldOrder(known ?? createOrderView(evidence.clientOrderId), evidence)
    // executions that came before anything told whose they are
    const nameless = view.orderId === undefined ? undefined : namelessId(view.terms?.symbol, view.orderId)
    const early = nameless === undefined ? undefined : views.get(nameless)
    if (early !== undefined && nameless !== undefined && nameless !== evidence.clientOrderId) {
      views.delete(nameless)
      live.delete(nameless)
      for (const fill of early.fills) {
        view = foldOrder(view, { clientOrderId: view.clientOrderId, state: 'sent', timeMs: fill.timeMs, fill })
      }
    }
    return put(view)
  }

  return {
    open: (clientOrderId, terms) => put(createOrderView(clientOrderId, terms)),
    apply,
    applyFill(fill) {
      const clientOrderId = idOfOrder.get(orderKey(fill.symbol, fill.orderId)) ?? namelessId(fill.symbol, fill.orderId)
      const terms = views.has(clientOrderId) ? undefined : termsOfFill(fill)
      apply({ clientOrderId, state: 'sent', timeMs: fill.timeMs, orderId: fill.orderId, fill, terms })
    },
    get: (clientOrderId) => views.get(clientOrderId),
    list: (filter = () => true) => [...views.values()].filter(filter),
    listLive: (filter = () => true) => [...live.values()].filter(filter),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    keep: (clientOrderId) => void kept.set(clientOrderId, (kept.get(clientOrderId) ?? 0) + 1),
    release(clientOrderId) {
      const left = (kept.get(clientOrderId) ?? 0) - 1
      if (left > 0) kept.set(clientOrderId, left)
      else kept.delete(clientOrderId)
    },
  }
}

const orderKey = (symbol: string | undefined, orderId: string): string => `${symbol ?? ''}:${orderId}`

/** A stand-in for a client order id; no such id can exist, because `#` is not allowed in one. */
const namelessId = (symbol: string | undefined, orderId: string): string => `#${orderKey(symbol, orderId)}`

const termsOfFill = (fill: Fill): OrderTerms => ({
  symbol: fill.symbol,
  side: fill.side,
  positionSide: fill.positionSide,
  type: 'MARKET',
  timeInForce: undefined,
  quantity: '0',
  price: '0',
  stopPrice: '0',
  workingType: undefined,
  reduceOnly: false,
  closePosition: false,
})

/** Executions of several orders, oldest first. */
export const listFills = (views: readonly OrderView[]): readonly Fill[] =>
  views.flatMap((view) => view.fills).sort((a, b) => a.timeMs - b.timeMs || compareTradeIds(a.tradeId, b.tradeId))
