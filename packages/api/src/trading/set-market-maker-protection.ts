import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** When a limit is reached inside the window, orders are refused for the frozen time. */
export const setMarketMakerProtectionEndpoint = defineEndpoint({
  name: 'setMarketMakerProtection',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/mmp' },
  access: 'userData',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({
    symbol,
    windowTimeInMilliseconds: z.int().min(1),
    frozenTimeInMilliseconds: z.int().min(0),
    /** Filled quantity, both sides, inside the window. */
    qtyLimit: z.int().min(1).optional(),
    /** Filled notional inside the window. */
    valueLimit: z.int().min(1).optional(),
    /** Net filled position inside the window. */
    deltaLimit: z.int().min(1).optional(),
  }),
  result: bool,
})
