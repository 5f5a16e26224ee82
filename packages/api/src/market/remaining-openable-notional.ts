import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** V3: what the cap of the symbol leaves at this leverage, -1 without a cap. V1: what is left for the user, in USDT. */
export const remainingOpenableNotionalEndpoint = defineEndpoint({
  name: 'getRemainingOpenableNotional',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/remainingOpenableNotionalValue', v1: '/fapi/v1/remainingOpenableNotionalValue' },
  access: 'public',
  accessV1: 'userData',
  effect: 'read',
  weight: { v3: 50, v1: 20 },
  params: z.strictObject({ symbol, leverage: z.int().min(1) }),
  result: z.object({ remainingOpenableNotionalValue: decimal }),
})
