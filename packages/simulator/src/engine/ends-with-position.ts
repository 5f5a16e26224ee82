import type { Order } from './order.ts'

/** Whether an order ends once there is nothing left that it could reduce. closePosition waits for the next position, unless it is GTE_GTC. */
export const endsWithPosition = (order: Order): boolean =>
  order.reduces && (!order.draft.closePosition || order.draft.timeInForce === 'GTE_GTC')
