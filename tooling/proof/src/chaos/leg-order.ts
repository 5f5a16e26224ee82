import { Decimal } from '@aster/core'

import type { HistoryOrder } from './history-line.ts'

/** What an order can do to a position. */
export type OrderPurpose = 'open' | 'takeProfit' | 'close' | 'stop'

/** One order of a leg while it may still execute. */
export interface LegOrder {
  readonly id: string
  readonly orderId: string
  readonly purpose: OrderPurpose
  readonly closesAll: boolean
  readonly remaining: Decimal
  /** A conditional order that has met its trigger is an ordinary one from then on. */
  readonly isTriggered: boolean
  readonly placedMs: number
}

const stopTypes = new Set(['STOP', 'STOP_MARKET'])
const marketTypes = new Set(['MARKET', 'LIMIT'])

/** `openSide`: the side that opens on this leg, for what the order itself does not say. */
export function toLegOrder(order: HistoryOrder, openSide: 'BUY' | 'SELL', placedMs: number): LegOrder {
  const isTriggered = stopTypes.has(order.origType) && marketTypes.has(order.type)
  return {
    id: order.clientOrderId,
    orderId: order.orderId,
    purpose: readPurpose(order, openSide),
    closesAll: order.closePosition,
    remaining: new Decimal(order.origQty).minus(order.executedQty),
    isTriggered,
    placedMs,
  }
}

function readPurpose(order: HistoryOrder, openSide: 'BUY' | 'SELL'): OrderPurpose {
  const opens = order.side === openSide && !order.reduceOnly && !order.closePosition
  if (opens) return 'open'
  if (stopTypes.has(order.origType)) return 'stop'
  return order.origType === 'LIMIT' ? 'takeProfit' : 'close'
}
