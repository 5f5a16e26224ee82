import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const marketMakerProtectionEndpoint = defineEndpoint({
  name: 'getMarketMakerProtection',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/mmp' },
  access: 'userData',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ symbol: symbol.optional() }),
  result: z.array(
    z.object({
      symbol: z.string(),
      windowTimeInMilliseconds: whole,
      frozenTimeInMilliseconds: whole,
      qtyLimit: decimal.nullish(),
      valueLimit: decimal.nullish(),
      deltaLimit: decimal.nullish(),
    }),
  ),
})
