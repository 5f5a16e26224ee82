import { selfTradePreventionModes } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { openText } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** Who goes when two orders of the account would meet. */
export const stpModeEndpoint = defineEndpoint({
  name: 'getStpMode',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/stpMode' },
  access: 'userData',
  effect: 'read',
  weight: 30,
  params: noParams,
  result: z.object({ stpMode: openText(selfTradePreventionModes) }),
})
