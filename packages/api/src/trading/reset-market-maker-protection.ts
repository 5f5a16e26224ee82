import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** Ends the frozen time. */
export const resetMarketMakerProtectionEndpoint = defineEndpoint({
  name: 'resetMarketMakerProtection',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/mmpReset' },
  access: 'userData',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ symbol }),
  result: bool,
})
