import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { walletAddress } from '../schema/sent.ts'

/** Whitelisted addresses only. The child signs first, then the master. */
export const bindSubAccountEndpoint = defineEndpoint({
  name: 'bindSubAccount',
  group: 'agent',
  method: 'POST',
  path: { v3: '/fapi/v3/sub-accounts/bind' },
  access: 'userData',
  signature: 'subAccount',
  addedBySignature: ['nonce', 'user', 'childSignature', 'signature'],
  effect: 'idempotent',
  weight: 5,
  params: z.strictObject({ childAddress: walletAddress, name: z.string().min(1) }),
  result: confirmation,
})
