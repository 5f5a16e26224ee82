import { defineEndpoint } from '../define-endpoint.ts'
import { orderReference } from './order-reference.ts'
import { order } from './order-result.ts'

/** Cancelled and expired orders without fills vanish 7 days after creation. */
export const orderEndpoint = defineEndpoint({
  name: 'getOrder',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/order', v1: '/fapi/v1/order' },
  access: 'userData',
  effect: 'read',
  weight: 1,
  params: orderReference,
  result: order,
})
