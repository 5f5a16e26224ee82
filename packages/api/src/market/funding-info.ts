import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** Intervals differ per symbol: do not assume eight hours. */
export const fundingInfoEndpoint = defineEndpoint({
  name: 'getFundingInfo',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/fundingInfo', v1: '/fapi/v1/fundingInfo' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ symbol: symbol.optional() }),
  result: z.array(
    z.object({
      symbol: z.string(),
      interestRate: decimal,
      time: timeMs,
      fundingIntervalHours: whole,
      fundingFeeCap: decimal.nullish(),
      fundingFeeFloor: decimal.nullish(),
    }),
  ),
})
