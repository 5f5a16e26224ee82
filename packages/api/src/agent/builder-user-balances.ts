import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal } from '../schema/received.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

export const builderUserBalancesEndpoint = defineEndpoint({
  name: 'getBuilderUserBalances',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userBalances' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject(builderPageParams),
  result: builderPage(
    z.object({
      address: z.string(),
      asset: z.string(),
      walletBalance: decimal,
      price: decimal,
      balanceInUsd: decimal,
    }),
  ),
})
