import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { noParams } from '../schema/sent.ts'

/** Moves up to 300 assets from the wallet that signs to the authenticated account. No answer when nothing moves. */
export const migrateUserEndpoint = defineEndpoint({
  name: 'migrateUser',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/asset/migrateUser' },
  access: 'userData',
  signature: 'management',
  addedBySignature: ['user'],
  effect: 'write',
  weight: 50,
  params: noParams,
  result: z.object({ batchId: z.string() }).optional(),
})
