import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** Cancels everything on one symbol, conditional orders included. Succeeds when there is nothing to cancel. */
export const cancelAllOpenOrdersEndpoint = defineEndpoint({
  name: 'cancelAllOpenOrders',
  group: 'trading',
  method: 'DELETE',
  path: { v3: '/fapi/v3/allOpenOrders', v1: '/fapi/v1/allOpenOrders' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ symbol }),
  result: confirmation,
})
