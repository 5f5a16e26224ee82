import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'

/** The builders that may charge this account. */
export const buildersEndpoint = defineEndpoint({
  name: 'getBuilders',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder' },
  access: 'userData',
  effect: 'read',
  // not documented
  weight: 1,
  params: noParams,
  result: z.array(
    z.object({
      userAddress: z.string().optional(),
      builderAddress: z.string(),
      maxFeeRate: decimal,
      builderName: z.string().nullish(),
    }),
  ),
})
