import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { evmAddress } from '../schema/sent.ts'

/** Takes back what `approveBuilder` gave. */
export const deleteBuilderEndpoint = defineEndpoint({
  name: 'deleteBuilder',
  group: 'wallet',
  method: 'DELETE',
  path: { v3: '/fapi/v3/builder' },
  access: 'trade',
  signature: 'management',
  addedBySignature: ['asterChain', 'signatureChainId'],
  effect: 'idempotent',
  // not documented
  weight: 1,
  params: z.strictObject({ builder: evmAddress }),
  result: confirmation,
})
