import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { countElements } from '../schema/cost.ts'
import { batchElement } from './batch-element.ts'
import { modifyElement } from './modify-order.ts'

/** 1 to 5 changes, each on its own; a missing order gives an element with -2013. */
export const modifyBatchOrdersEndpoint = defineEndpoint({
  name: 'modifyBatchOrders',
  group: 'trading',
  method: 'PUT',
  path: { v3: '/fapi/v3/batchOrders' },
  access: 'trade',
  effect: 'idempotent',
  weight: 5,
  // not documented whether they count: assumed
  orders: countElements('batchOrders'),
  params: z.strictObject({ batchOrders: z.array(modifyElement).min(1).max(5) }),
  elementsOf: ['batchOrders'],
  result: z.array(batchElement),
})
