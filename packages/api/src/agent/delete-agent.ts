import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { evmAddress } from '../schema/sent.ts'

/** Takes all rights from an agent. */
export const deleteAgentEndpoint = defineEndpoint({
  name: 'deleteAgent',
  group: 'agent',
  method: 'DELETE',
  path: { v3: '/fapi/v3/agent' },
  access: 'trade',
  signature: 'management',
  addedBySignature: ['asterChain', 'signatureChainId'],
  effect: 'idempotent',
  // not documented
  weight: 1,
  params: z.strictObject({ agentAddress: evmAddress }),
  result: confirmation,
})
