import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** The exchange cancels everything on the symbol when the countdown is not renewed. 0 stops it; below 5,000 is unsafe. */
export const countdownCancelAllEndpoint = defineEndpoint({
  name: 'countdownCancelAll',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/countdownCancelAll', v1: '/fapi/v1/countdownCancelAll' },
  access: 'trade',
  effect: 'idempotent',
  weight: 10,
  /** countdownTime: milliseconds. */
  params: z.strictObject({ symbol, countdownTime: z.int().min(0) }),
  result: z.object({ symbol: z.string(), countdownTime: whole }),
})
