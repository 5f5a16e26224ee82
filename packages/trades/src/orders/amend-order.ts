import { formatDecimal, OutcomeUnknownError, type PositionSide, toDecimal } from '@aster/core'

import type { ApprovedOrder } from '../risk/approved-order.ts'
import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts, OrderRequest } from './order-desk.ts'
import type { OrderView } from './order-view.ts'
import { isUnknownOrder, queryOrder } from './query-order.ts'

const answerMs = 2_000

/** What a move asks for, as an order of its own: what has not filled, at the new price. */
export function toMoveRequest({ clientOrderId, terms, filledQuantity }: OrderView, price: string): OrderRequest {
  if (terms === undefined) throw new RangeError(`The terms of ${clientOrderId} are not known`)
  const { symbol, side, positionSide, quantity, reduceOnly, closePosition } = terms
  return {
    symbol,
    side: side === 'SELL' ? 'SELL' : 'BUY',
    ...(positionSide === 'BOTH' ? {} : { positionSide: positionSide as PositionSide }),
    type: 'LIMIT',
    quantity: formatDecimal(toDecimal(quantity).minus(filledQuantity)),
    price,
    reduceOnly,
    closePosition,
    clientOrderId,
  }
}

/**
 * Moves a resting limit order to another price, as the risk gate has approved it; see `OrderDesk.amend`. The quantity
 * stays the whole order's, so that what has filled is never ordered again.
 */
export async function amendOrder(
  parts: DeskParts,
  { request }: ApprovedOrder,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<OrderView | undefined> {
  const { rest, tracker } = parts
  const { clientOrderId = '', price = '0' } = request
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
