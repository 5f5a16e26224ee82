import { defineEndpoint } from '../define-endpoint.ts'
import { order } from './order-result.ts'
import { placeOrderParams } from './place-order-params.ts'

/** Checks an order and never places it. The answer has the fields of an order, without meaning. */
export const testOrderEndpoint = defineEndpoint({
  name: 'testOrder',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/order/test', v1: '/fapi/v1/order/test' },
  access: 'trade',
  v3Only: ['pegPriceType', 'pegOffset', 'stpMode', 'builder', 'feeRate'],
  effect: 'read',
  weight: 1,
  params: placeOrderParams,
  result: order.partial(),
})
