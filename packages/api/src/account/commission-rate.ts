import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** Fractions of the notional: 0.0002 is two basis points. */
export const commissionRateEndpoint = defineEndpoint({
  name: 'getCommissionRate',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/commissionRate', v1: '/fapi/v1/commissionRate' },
  access: 'userData',
  effect: 'read',
  weight: 20,
  params: z.strictObject({ symbol }),
  result: z.object({ symbol: z.string(), makerCommissionRate: decimal, takerCommissionRate: decimal }),
})
