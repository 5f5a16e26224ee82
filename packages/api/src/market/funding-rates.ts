import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, timeMs } from '../schema/received.ts'
import { rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'

/** Oldest first. With more rows than `limit` in the window the oldest ones come; without times the newest. */
export const fundingRatesEndpoint = defineEndpoint({
  name: 'getFundingRates',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/fundingRate', v1: '/fapi/v1/fundingRate' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: z.strictObject({
    symbol: symbol.optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    limit: rowLimit(1000).optional(),
  }),
  result: z.array(z.object({ symbol: z.string(), fundingRate: decimal, fundingTime: timeMs })),
})
