import type { UserEvent } from '@aster/api'
import { isFinalOrderStatus } from '@aster/core'

/**
 * What makes an event the same as another one, however it came. A fill is its order, trade and status; an end without a
 * fill is its order and status. Everything else, amendments and triggers among it, is told apart by its content.
 */
export function identifyUserEvent(event: UserEvent): string {
  if (event.type !== 'orderTradeUpdate') return JSON.stringify(event)
  const { order } = event
  const base = `${order.symbol} ${order.orderId} ${order.tradeId} ${order.status}`
  if (order.tradeId !== '0' || isFinalOrderStatus(order.status)) return base
  return `${base} ${order.executionType} ${order.type} ${order.originalQuantity} ${order.originalPrice} ${event.transactionTimeMs}`
}
