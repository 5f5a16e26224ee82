import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { evmAddress, flag, sentTimeMs } from '../schema/sent.ts'

/** Opens the account where needed and approves an agent, in one call. */
export const registerAndApproveAgentEndpoint = defineEndpoint({
  name: 'registerAndApproveAgent',
  group: 'agent',
  method: 'POST',
  path: { v3: '/fapi/v3/registerAndApproveAgent' },
  access: 'public',
  signature: 'register',
  addedBySignature: ['user', 'nonce', 'signatureChainId', 'signature'],
  effect: 'idempotent',
  weight: 50,
  params: z.strictObject({
    agentName: z.string().min(1),
    agentAddress: evmAddress,
    /** When the agent ends, milliseconds since the epoch. */
    expired: sentTimeMs,
    canSpotTrade: flag,
    canPerpTrade: flag,
    canWithdraw: flag,
    /** Addresses separated by blanks, ranges allowed; needed with the right to withdraw. */
    ipWhitelist: z.string().optional(),
    /** Referral code. Never set by these packages. */
    agentCode: z.string().min(1).optional(),
  }),
  result: confirmation,
})
