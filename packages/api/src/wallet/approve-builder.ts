import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { decimalText, evmAddress } from '../schema/sent.ts'

/** Lets a builder charge a fee on orders that name it. Never done by these packages by themselves. */
export const approveBuilderEndpoint = defineEndpoint({
  name: 'approveBuilder',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/approveBuilder' },
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
    builderName: z.string().min(1).optional(),
  }),
  result: confirmation,
})
