import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { decimalText, evmAddress } from '../schema/sent.ts'

export const updateBuilderEndpoint = defineEndpoint({
  name: 'updateBuilder',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/updateBuilder' },
  access: 'trade',
  signature: 'management',
  addedBySignature: ['asterChain', 'signatureChainId'],
  effect: 'idempotent',
  // not documented
  weight: 1,
  params: z.strictObject({
    builder: evmAddress,
    /** Fraction of the notional as a plain decimal text. */
    maxFeeRate: decimalText,
  }),
  result: confirmation,
})
