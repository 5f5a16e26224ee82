import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** How soon a position would be reduced: 0 (late) to 4 (first); refreshed every 30 s. */
export const adlQuantileEndpoint = defineEndpoint({
  name: 'getAdlQuantile',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/adlQuantile', v1: '/fapi/v1/adlQuantile' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol: symbol.optional() }),
  result: z.array(
    z.object({
      symbol: z.string(),
      adlQuantile: z.object({
        LONG: whole.optional(),
        SHORT: whole.optional(),
        BOTH: whole.optional(),
        /** Only a marker for crossed hedge positions. */
        HEDGE: whole.optional(),
      }),
    }),
  ),
})
