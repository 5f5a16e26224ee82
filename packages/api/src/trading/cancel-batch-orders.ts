import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { existingClientOrderIdText, idText, symbol } from '../schema/sent.ts'
import { batchElement } from './batch-element.ts'

export const cancelBatchFields = {
  symbol,
  orderIdList: z.array(idText).min(1).max(10).optional(),
  origClientOrderIdList: z.array(existingClientOrderIdText).min(1).max(10).optional(),
}

/** Up to 10 orders by one of the two lists; a missing order gives an element with -2011. */
export const cancelBatchOrdersEndpoint = defineEndpoint({
  name: 'cancelBatchOrders',
  group: 'trading',
  method: 'DELETE',
  path: { v3: '/fapi/v3/batchOrders', v1: '/fapi/v1/batchOrders' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: withRules(z.strictObject(cancelBatchFields), (fields) =>
    requireOneOf(fields, ['orderIdList', 'origClientOrderIdList'], true),
  ),
  elementsOf: ['orderIdList', 'origClientOrderIdList'],
  result: z.array(batchElement),
})
