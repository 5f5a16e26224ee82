import { defineEndpoint } from '../define-endpoint.ts'
import { orderReference } from './order-reference.ts'
import { order } from './order-result.ts'

/** -2011: the order is final or unknown; a query tells which. */
export const cancelOrderEndpoint = defineEndpoint({
  name: 'cancelOrder',
  group: 'trading',
  method: 'DELETE',
  path: { v3: '/fapi/v3/order', v1: '/fapi/v1/order' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: orderReference,
  result: order,
})
