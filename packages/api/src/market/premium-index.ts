import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { rows } from '../schema/one-or-all.ts'
import { decimal, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const premiumIndexEndpoint = defineEndpoint({
  name: 'getPremiumIndex',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/premiumIndex', v1: '/fapi/v1/premiumIndex' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ symbol: symbol.optional() }),
  oneWhen: 'symbol',
  result: rows(
    z.object({
      symbol: z.string(),
      markPrice: decimal,
      indexPrice: decimal,
      estimatedSettlePrice: decimal,
      lastFundingRate: decimal,
      nextFundingTime: timeMs,
      interestRate: decimal,
      time: timeMs,
    }),
  ),
})
