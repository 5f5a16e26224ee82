import { sleep } from '@aster/core'
import { settleOrders } from '@aster/rest'

import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts } from './order-desk.ts'

/** A request that placed orders, as far as it matters for finding out what became of them. */
export interface SentRequest {
  /** V3: whoever sends a noop with it first decides. */
  readonly nonceUs: bigint | undefined
  readonly sentAtMs: number
}

/** A request that placed one order. */
export interface SentOrder extends SentRequest {
  readonly symbol: string
  readonly clientOrderId: string
}

const pauseMs = 5_000

/**
 * Asks what became of an order until the truth is known: from the exchange, or from the user stream, whichever is first.
 * Ends before that only when the account closes. Never fails.
 */
export const settleInDoubt = (parts: DeskParts, { symbol, clientOrderId, ...request }: SentOrder): Promise<void> =>
  settleAllInDoubt(parts, request, [{ symbol, clientOrderId }])

/** As `settleInDoubt`, for the orders of one request: they share its nonce. */
export async function settleAllInDoubt(
  parts: DeskParts,
  request: SentRequest,
  orders: readonly { readonly symbol: string; readonly clientOrderId: string }[],
): Promise<void> {
  const { rest, tracker, clock, lifetime } = parts
  const listUnknown = () => orders.filter(({ clientOrderId }) => tracker.get(clientOrderId)?.state === 'sent')
  const known = new AbortController()
  const stop = tracker.onChange(() => {
    if (listUnknown().length === 0) known.abort()
  })
  const signal = AbortSignal.any([lifetime, known.signal])
  let elements = listUnknown()
  try {
    while (elements.length > 0 && !signal.aborted) {
      try {
        const settlements = await settleOrders(
          rest,
          { ...request, elements },
          { signal, windowMs: parts.nonceWindowMs },
        )
        for (const [index, { clientOrderId }] of elements.entries()) {
          const settlement = settlements[index]
          if (settlement?.outcome === 'placed') tracker.apply(evidenceFromOrder(settlement.order, 'query'))
          if (settlement?.outcome === 'absent') tracker.apply({ clientOrderId, state: 'presumedAbsent', timeMs: 0 })
        }
      } catch (error) {
        const [first] = elements
        if (!signal.aborted) parts.report('inDoubt', `Asking for it failed: ${String(error)}`, first?.clientOrderId)
      }
      elements = listUnknown()
      if (elements.length > 0) await sleep(clock, pauseMs, signal).catch(() => undefined)
    }
  } finally {
    stop()
  }
  for (const { clientOrderId } of orders) {
    const view = tracker.get(clientOrderId)
    if (view !== undefined && view.state !== 'sent') parts.report('settled', `It is ${view.state}`, clientOrderId)
  }
}
