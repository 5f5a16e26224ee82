import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { walletAddress } from '../schema/sent.ts'

/** The child signs first, then the master. */
export const createSubAccountEndpoint = defineEndpoint({
  name: 'createSubAccount',
  group: 'agent',
  method: 'POST',
  path: { v3: '/fapi/v3/createSubAccount' },
  access: 'trade',
  signature: 'subAccount',
  addedBySignature: ['nonce', 'user', 'signer', 'childSignature', 'signature'],
  effect: 'write',
  weight: 5,
  params: z.strictObject({ subSourceAddr: walletAddress, subAccountName: z.string().min(1) }),
  result: confirmation,
})
