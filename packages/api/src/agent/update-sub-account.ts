import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { confirmation } from '../schema/received.ts'
import { walletAddress } from '../schema/sent.ts'

/** A frozen sub-account cannot transfer. */
export const updateSubAccountEndpoint = defineEndpoint({
  name: 'updateSubAccount',
  group: 'agent',
  method: 'POST',
  path: { v3: '/fapi/v3/updateSubAccount' },
  access: 'trade',
  signature: 'subAccount',
  addedBySignature: ['nonce', 'user', 'signer', 'signature'],
  effect: 'idempotent',
  weight: 5,
  params: withRules(
    z.strictObject({
      subSourceAddr: walletAddress,
      subAccountName: z.string().min(1).optional(),
      status: z.literal(['NORMAL', 'FROZEN']).optional(),
    }),
    (fields) => requireOneOf(fields, ['subAccountName', 'status']),
  ),
  result: confirmation,
})
