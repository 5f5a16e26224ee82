import { positionSides, sides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool, decimal, id, openText, timeMs } from '../schema/received.ts'
import { sentTimeMs } from '../schema/sent.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

/** The last 7 days by default, at most 90 days back (-5047). */
export const builderUserTradesEndpoint = defineEndpoint({
  name: 'getBuilderUserTrades',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userTrades' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    ...builderPageParams,
  }),
  result: builderPage(
    z.object({
      tradeId: id,
      insertTime: timeMs,
      symbol: z.string(),
      positionSide: openText(positionSides),
      price: decimal,
      qty: decimal,
      baseAsset: z.string(),
      baseType: openText(['CRYPTO', 'STOCK']),
      quoteAsset: z.string(),
      side: openText(sides),
      activeBuy: bool,
      feeAsset: z.string(),
      totalQuota: decimal,
      /** Negative: charged. */
      fee: decimal,
      orderId: id,
      realizedProfit: decimal,
      marginAsset: z.string(),
      userAddress: z.string(),
      builderFee: decimal,
    }),
  ),
})
