import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** -4028 outside the brackets, -4161 when lowering with an isolated position. */
export const setLeverageEndpoint = defineEndpoint({
  name: 'setLeverage',
  group: 'position',
  method: 'POST',
  path: { v3: '/fapi/v3/leverage', v1: '/fapi/v1/leverage' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ symbol, leverage: z.int().min(1).max(125) }),
  result: z.object({ symbol: z.string(), leverage: whole, maxNotionalValue: decimal }),
})
