import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const deleteMarketMakerProtectionEndpoint = defineEndpoint({
  name: 'deleteMarketMakerProtection',
  group: 'trading',
  method: 'DELETE',
  path: { v3: '/fapi/v3/mmp' },
  access: 'userData',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ symbol }),
  result: bool,
})
