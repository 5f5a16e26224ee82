import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { idText, rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'
import { order } from './order-result.ts'

/** A window below 7 days, the last 7 by default; oldest first. V3 takes no symbol as all symbols since October 2026. */
export const allOrdersEndpoint = defineEndpoint({
  name: 'getAllOrders',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/allOrders', v1: '/fapi/v1/allOrders' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({
    symbol,
    /** Orders with this id and above. */
    orderId: idText.optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    limit: rowLimit(1000).optional(),
  }),
  result: z.array(order),
})
