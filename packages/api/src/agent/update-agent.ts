import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { evmAddress, flag } from '../schema/sent.ts'

export const updateAgentEndpoint = defineEndpoint({
  name: 'updateAgent',
  group: 'agent',
  method: 'POST',
  path: { v3: '/fapi/v3/updateAgent' },
  access: 'trade',
  signature: 'management',
  addedBySignature: ['asterChain', 'signatureChainId'],
  effect: 'idempotent',
  // not documented
  weight: 1,
  params: z.strictObject({
    agentAddress: evmAddress,
    /** Addresses separated by commas; empty for no list. */
    ipWhitelist: z.string().optional(),
    canSpotTrade: flag,
    canPerpTrade: flag,
    canWithdraw: flag,
  }),
  result: confirmation,
})
