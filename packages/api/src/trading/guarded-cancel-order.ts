import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { idText } from '../schema/sent.ts'
import { orderReferenceFields } from './order-reference.ts'
import { order } from './order-result.ts'

/**
 * Cancels an order that may not have arrived yet: signed with the nonce it was placed with, so that only one of the two
 * is taken. The loser gets -4225.
 */
export const guardedCancelOrderEndpoint = defineEndpoint({
  name: 'guardedCancelOrder',
  group: 'trading',
  method: 'DELETE',
  path: { v3: '/fapi/v3/guardedCancelOrder' },
  access: 'trade',
  nonceParam: 'nonce',
  effect: 'idempotent',
  weight: 1,
  params: withRules(z.strictObject({ ...orderReferenceFields, nonce: idText }), (fields) =>
    requireOneOf(fields, ['orderId', 'origClientOrderId']),
  ),
  result: order,
})
