import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { countElements } from '../schema/cost.ts'
import { batchElement } from './batch-element.ts'
import { batchOrderParams } from './place-order-params.ts'

/** 1 to 5 orders, worked on at the same time: which of them reaches the book first is not fixed. */
export const placeBatchOrdersEndpoint = defineEndpoint({
  name: 'placeBatchOrders',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/batchOrders', v1: '/fapi/v1/batchOrders' },
  access: 'trade',
  effect: 'write',
  weight: 5,
  orders: countElements('batchOrders'),
  params: z.strictObject({ batchOrders: z.array(batchOrderParams).min(1).max(5) }),
  ownId: 'newClientOrderId',
  elementsOf: ['batchOrders'],
  result: z.array(batchElement),
})
