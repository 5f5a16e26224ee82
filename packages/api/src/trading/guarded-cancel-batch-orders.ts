import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { idText } from '../schema/sent.ts'
import { batchElement } from './batch-element.ts'
import { cancelBatchFields } from './cancel-batch-orders.ts'

/** Cancels up to 10 orders that were placed with one nonce. */
export const guardedCancelBatchOrdersEndpoint = defineEndpoint({
  name: 'guardedCancelBatchOrders',
  group: 'trading',
  method: 'DELETE',
  path: { v3: '/fapi/v3/guardedBatchOrders' },
  access: 'trade',
  nonceParam: 'nonce',
  elementsOf: ['orderIdList', 'origClientOrderIdList'],
  effect: 'idempotent',
  weight: 1,
  params: withRules(z.strictObject({ ...cancelBatchFields, nonce: idText }), (fields) =>
    requireOneOf(fields, ['orderIdList', 'origClientOrderIdList'], true),
  ),
  result: z.array(batchElement),
})
