import { OutcomeUnknownError } from '@aster/core'

import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts } from './order-desk.ts'
import type { OrderView } from './order-view.ts'
import { isUnknownOrder, queryOrder } from './query-order.ts'

const answerMs = 2_000

/**
 * Moves a resting limit order to another price; see `OrderDesk.amend`. The quantity stays the whole order's, so that what
 * has filled is never ordered again.
 */
export async function amendOrder(
  parts: DeskParts,
  clientOrderId: string,
  price: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<OrderView | undefined> {
  const { rest, tracker } = parts
  const terms = tracker.get(clientOrderId)?.terms
  if (terms === undefined) throw new RangeError(`No order ${clientOrderId} is known`)
  const { symbol, side, quantity } = terms
  const { signal } = options
  try {
    const order = await rest.trading.modifyOrder(
      { symbol, side: side === 'SELL' ? 'SELL' : 'BUY', origClientOrderId: clientOrderId, quantity, price },
      { signal, timeoutMs: answerMs },
    )
    return tracker.apply(evidenceFromOrder(order, 'answer'))
  } catch (error) {
    if (!isUnknownOrder(error) && !(error instanceof OutcomeUnknownError)) throw error
    // gone, or perhaps moved: the exchange knows
    return queryOrder(parts, clientOrderId, { symbol, signal })
  }
}
