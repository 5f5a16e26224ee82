import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool, timeMs } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** The agents of the account, asked by any of them: rights, expiry (ms) and address list. */
export const agentsEndpoint = defineEndpoint({
  name: 'getAgents',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/agent' },
  access: 'userData',
  effect: 'read',
  // not documented
  weight: 1,
  params: noParams,
  result: z.array(
    z.object({
      agentAddress: z.string(),
      agentName: z.string(),
      ipWhitelist: z.string().nullish(),
      expired: timeMs,
      source: z.string().nullish(),
      canRead: bool.optional(),
      canSpotTrade: bool,
      canPerpTrade: bool,
      canWithdraw: bool,
    }),
  ),
})
