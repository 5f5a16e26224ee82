import { orderStatuses, orderTypes, positionSides, sides, timesInForce, workingTypes } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, id, openText, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

export const builderUserOpenOrdersEndpoint = defineEndpoint({
  name: 'getBuilderUserOpenOrders',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userOpenOrders' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol: symbol.optional(), ...builderPageParams }),
  result: builderPage(
    z.object({
      address: z.string(),
      symbol: z.string(),
      orderId: id,
      clientOrderId: z.string(),
      price: decimal,
      origQty: decimal,
      executedQty: decimal,
      avgPrice: decimal,
      stopPrice: decimal,
      status: openText(orderStatuses),
      side: openText(sides),
      positionSide: openText(positionSides),
      type: openText(orderTypes),
      timeInForce: openText(timesInForce),
      time: timeMs,
      workingType: openText(workingTypes),
    }),
  ),
})
