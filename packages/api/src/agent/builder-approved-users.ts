import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, timeMs } from '../schema/received.ts'
import { rowLimit, sentTimeMs } from '../schema/sent.ts'
import { builderPage } from './builder-page.ts'

export const builderApprovedUsersEndpoint = defineEndpoint({
  name: 'getBuilderApprovedUsers',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/approvedUserList' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    page: z.int().min(1).optional(),
    limit: rowLimit(1000).optional(),
  }),
  result: builderPage(
    z.object({
      userAddress: z.string(),
      builderAddress: z.string(),
      maxFeeRate: decimal,
      builderName: z.string().nullish(),
      approveTime: timeMs,
    }),
  ),
})
