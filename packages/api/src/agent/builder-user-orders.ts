import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { sentTimeMs, symbol } from '../schema/sent.ts'
import { order } from '../trading/order-result.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

/** The last 7 days by default, at most 90 days back (-5047). */
export const builderUserOrdersEndpoint = defineEndpoint({
  name: 'getBuilderUserOrders',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userAllOrders' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({
    symbol: symbol.optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    ...builderPageParams,
  }),
  result: builderPage(order.extend({ address: z.string() })),
})
