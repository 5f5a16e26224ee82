import { selfTradePreventionModes } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'

/** The default of the account, for all symbols; an order may name its own. */
export const setStpModeEndpoint = defineEndpoint({
  name: 'setStpMode',
  group: 'account',
  method: 'POST',
  path: { v3: '/fapi/v3/stpMode' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ stpMode: z.literal(selfTradePreventionModes) }),
  result: confirmation,
})
