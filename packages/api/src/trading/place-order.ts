import { defineEndpoint } from '../define-endpoint.ts'
import { order } from './order-result.ts'
import { placeOrderParams } from './place-order-params.ts'

export const placeOrderEndpoint = defineEndpoint({
  name: 'placeOrder',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/order', v1: '/fapi/v1/order' },
  access: 'trade',
  effect: 'write',
  // 1 in the documentation until mid 2026, 0 since; the response header has the last word
  weight: 0,
  orders: 1,
  ownId: 'newClientOrderId',
  v3Only: ['pegPriceType', 'pegOffset', 'stpMode', 'builder', 'feeRate'],
  params: placeOrderParams,
  result: order,
})
