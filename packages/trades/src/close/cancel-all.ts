import { type PositionSide, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { isLive, isTerminal } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import { isProtective } from './is-protective.ts'

export interface CancelAllOptions {
  /** All symbols of the account by default. */
  readonly symbols?: readonly string[] | undefined
  /** Orders that stay. */
  readonly keep?: ((order: OrderView) => boolean) | undefined
  /** Also cancels stops of a position that is still open; false by default. */
  readonly includeStops?: boolean | undefined
  readonly timeoutMs?: number | undefined
}

export interface CancelAllReport {
  /** Over now, as the exchange confirmed; some may have filled instead. */
  readonly ended: readonly OrderView[]
  /** Stops that stay because their position is open. */
  readonly keptStops: readonly OrderView[]
  /** Not confirmed in time; the account goes on cancelling them. */
  readonly unconfirmed: readonly OrderView[]
}

/**
 * Cancels every open order that carries this account's prefix, one by one, by id; never those of others. A stop goes
 * only when the exchange says that its position is closed. Weight 1 a symbol, 5 for positions, 1 an order.
 */
export async function cancelAll(account: Account, options: CancelAllOptions = {}): Promise<CancelAllReport> {
  const { orders } = account
  const symbols = options.symbols ?? account.symbols
  const isWanted = (order: OrderView) =>
    isLive(order.state) &&
    orders.owns(order.clientOrderId) &&
    symbols.includes(order.terms?.symbol ?? '') &&
    options.keep?.(order) !== true
  // the exchange may list what an earlier run has left
  await Promise.all(symbols.map((symbol) => account.readOpenOrders(symbol)))
  const wanted = orders.list(isWanted)
  const plain = wanted.filter((order) => order.terms === undefined || !isProtective(order.terms))
  const stops = wanted.filter((order) => !plain.includes(order))
  const ended = await cancelEach(account, plain, options.timeoutMs)
  const keptStops: OrderView[] = []
  const goingStops: OrderView[] = []
  for (const stop of stops) {
    const isKept = options.includeStops !== true && (await hasPosition(account, stop))
    ;(isKept ? keptStops : goingStops).push(stop)
  }
  const endedStops = await cancelEach(account, goingStops, options.timeoutMs)
  const all = [...ended, ...endedStops]
  return {
    ended: all.filter((order) => isTerminal(order.state)),
    keptStops,
    unconfirmed: all.filter((order) => !isTerminal(order.state)),
  }
}

async function cancelEach(
  account: Account,
  views: readonly OrderView[],
  timeoutMs: number | undefined,
): Promise<readonly OrderView[]> {
  return Promise.all(
    views.map(async (view) => {
      try {
        return await account.orders.cancel(view.clientOrderId, { timeoutMs })
      } catch {
        // not confirmed: it is not forgotten
        void account.orders.ensureGone(view.clientOrderId)
        return account.orders.get(view.clientOrderId) ?? view
      }
    }),
  )
}

async function hasPosition(account: Account, { terms }: OrderView): Promise<boolean> {
  if (terms === undefined) return true
  const { symbol, positionSide } = terms
  try {
    return !toDecimal((await account.readPosition(symbol, positionSide as PositionSide)).quantity).isZero()
  } catch {
    // an unanswered question is no proof that the position is closed
    return true
  }
}
