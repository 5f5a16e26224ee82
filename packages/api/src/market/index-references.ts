import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** An unknown symbol answers -1000 "Invalid symbol." here, not -1121. */
export const indexReferencesEndpoint = defineEndpoint({
  name: 'getIndexReferences',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/indexreferences' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ symbol }),
  result: z.object({
    symbol: z.string(),
    time: timeMs,
    references: z.array(z.object({ exchange: z.string(), symbol: z.string(), weight: decimal })),
  }),
})
