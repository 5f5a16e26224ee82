import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { weightByLimit } from '../schema/cost.ts'
import { level, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const depthEndpoint = defineEndpoint({
  name: 'getDepth',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/depth', v1: '/fapi/v1/depth' },
  access: 'public',
  effect: 'read',
  weight: weightByLimit({ 50: 2, 100: 5, 500: 10, 1000: 20 }, 500),
  params: z.strictObject({ symbol, limit: z.literal([5, 10, 20, 50, 100, 500, 1000]).default(500) }),
  /** Bids run from the highest price down, asks from the lowest up. E: message time, T: transaction time. */
  result: z.object({
    lastUpdateId: whole,
    E: timeMs.optional(),
    T: timeMs.optional(),
    bids: z.array(level),
    asks: z.array(level),
  }),
})
