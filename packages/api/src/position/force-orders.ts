import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { weightBySymbol } from '../schema/cost.ts'
import { rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'
import { order } from '../trading/order-result.ts'

/** Our liquidations (ids begin with `autoclose-`) and reductions (`adl_autoclose`). The 7 days before `endTime` by default. */
export const forceOrdersEndpoint = defineEndpoint({
  name: 'getForceOrders',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/forceOrders', v1: '/fapi/v1/forceOrders' },
  access: 'userData',
  effect: 'read',
  weight: weightBySymbol(20, 50),
  params: z.strictObject({
    symbol: symbol.optional(),
    autoCloseType: z.literal(['LIQUIDATION', 'ADL']).optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    limit: rowLimit(100).optional(),
  }),
  result: z.array(order),
})
