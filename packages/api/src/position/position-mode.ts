import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** True: hedge mode, with LONG and SHORT positions. False: one-way mode. One setting for all symbols. */
export const positionModeEndpoint = defineEndpoint({
  name: 'getPositionMode',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/positionSide/dual', v1: '/fapi/v1/positionSide/dual' },
  access: 'userData',
  effect: 'read',
  weight: 30,
  params: noParams,
  result: z.object({ dualSidePosition: bool }),
})
