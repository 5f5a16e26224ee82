import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { weightBySymbol } from '../schema/cost.ts'
import { symbol } from '../schema/sent.ts'
import { order } from './order-result.ts'

/** Untriggered conditional orders included. Expensive without a symbol. */
export const openOrdersEndpoint = defineEndpoint({
  name: 'getOpenOrders',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/openOrders', v1: '/fapi/v1/openOrders' },
  access: 'userData',
  effect: 'read',
  weight: weightBySymbol(1, 40),
  params: z.strictObject({ symbol: symbol.optional() }),
  result: z.array(order),
})
