import { defineEndpoint } from '../define-endpoint.ts'
import { orderReference } from './order-reference.ts'
import { order } from './order-result.ts'

/** A finished order answers -2013. */
export const openOrderEndpoint = defineEndpoint({
  name: 'getOpenOrder',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/openOrder', v1: '/fapi/v1/openOrder' },
  access: 'userData',
  effect: 'read',
  weight: 1,
  params: orderReference,
  result: order,
})
