import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { timeMs } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

export const serverTimeEndpoint = defineEndpoint({
  name: 'getServerTime',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/time', v1: '/fapi/v1/time' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: noParams,
  result: z.object({ serverTime: timeMs }),
})
