import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { decimalText, evmAddress, flag, sentTimeMs } from '../schema/sent.ts'

/** Gives an agent rights on the account. Some users report that it fails; the website is the sure way. */
export const approveAgentEndpoint = defineEndpoint({
  name: 'approveAgent',
  group: 'agent',
  method: 'POST',
  path: { v3: '/fapi/v3/approveAgent' },
  access: 'trade',
  signature: 'management',
  addedBySignature: ['asterChain', 'signatureChainId'],
  effect: 'idempotent',
  // not documented
  weight: 1,
  params: z.strictObject({
    agentName: z.string().min(1),
    agentAddress: evmAddress,
    /** Addresses separated by commas; empty for no list. */
    ipWhitelist: z.string().optional(),
    /** When the agent ends, milliseconds since the epoch. */
    expired: sentTimeMs,
    canSpotTrade: flag,
    canPerpTrade: flag,
    canWithdraw: flag,
    builder: evmAddress.optional(),
    maxFeeRate: decimalText.optional(),
    builderName: z.string().optional(),
    spotBuilder: evmAddress.optional(),
    maxSpotFeeRate: decimalText.optional(),
    spotBuilderName: z.string().optional(),
  }),
  result: confirmation,
})
