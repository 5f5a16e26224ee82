import { sides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { positiveDecimalText } from '../schema/sent.ts'
import { orderReferenceFields } from './order-reference.ts'
import { order } from './order-result.ts'

const modifyFields = {
  ...orderReferenceFields,
  quantity: positiveDecimalText,
  price: positiveDecimalText,
}

/** One change of a batch. */
export const modifyElement = withRules(z.strictObject(modifyFields), (fields) =>
  requireOneOf(fields, ['orderId', 'origClientOrderId']),
)

/** LIMIT orders only, at most 10,000 changes each. A change that fails a filter leaves the order as it was. */
export const modifyOrderEndpoint = defineEndpoint({
  name: 'modifyOrder',
  group: 'trading',
  method: 'PUT',
  path: { v3: '/fapi/v3/order' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  // not documented whether it counts: assumed
  orders: 1,
  params: withRules(z.strictObject({ ...modifyFields, side: z.literal(sides).optional() }), (fields) =>
    requireOneOf(fields, ['orderId', 'origClientOrderId']),
  ),
  result: order,
})
