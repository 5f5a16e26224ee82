import type { Order } from '@aster/api'
import { formatDecimal, toDecimal } from '@aster/core'

import type { Evidence } from './evidence.ts'
import { mapStatus } from './map-status.ts'
import type { OrderTerms } from './order-terms.ts'

/**
 * Reads an order as a REST call answers it.
 *
 * @param source - `answer`: of the call that placed it. Such an answer says that a post-only order was taken, not that
 *   it rests; a query or an event says so.
 */
export function evidenceFromOrder(order: Order, source: 'answer' | 'query'): Evidence {
  const state = mapStatus(order.status)
  const unproven = source === 'answer' && order.timeInForce === 'GTX' && state === 'open'
  return {
    clientOrderId: order.clientOrderId,
    orderId: order.orderId,
    state: unproven ? 'sent' : state,
    timeMs: order.updateTime,
    filledQuantity: plain(order.executedQty),
    averagePrice: plain(order.avgPrice),
    triggered: order.type !== order.origType,
    terms: termsFromOrder(order),
  }
}

function termsFromOrder(order: Order): OrderTerms {
  return {
    symbol: order.symbol,
    side: order.side,
    positionSide: order.positionSide,
    type: order.origType,
    timeInForce: order.timeInForce,
    quantity: order.closePosition ? '0' : plain(order.origQty),
    price: plain(order.price),
    stopPrice: plain(order.stopPrice),
    workingType: order.workingType,
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
  }
}

const plain = (text: string): string => formatDecimal(toDecimal(text))
