import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

export const builderUserCommissionRatesEndpoint = defineEndpoint({
  name: 'getBuilderUserCommissionRates',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userCommissionRates' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol, ...builderPageParams }),
  result: builderPage(
    z.object({
      address: z.string(),
      symbol: z.string(),
      makerCommissionRate: decimal,
      takerCommissionRate: decimal,
    }),
  ),
})
