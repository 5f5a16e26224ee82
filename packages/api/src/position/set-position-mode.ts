import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { flag } from '../schema/sent.ts'

/** -4059 when nothing changes, -4067 with open orders, -4068 with a position. */
export const setPositionModeEndpoint = defineEndpoint({
  name: 'setPositionMode',
  group: 'position',
  method: 'POST',
  path: { v3: '/fapi/v3/positionSide/dual', v1: '/fapi/v1/positionSide/dual' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ dualSidePosition: flag }),
  result: confirmation,
})
