import { positionSides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, openText, timeMs, whole } from '../schema/received.ts'
import { rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'

export const positionMarginHistoryEndpoint = defineEndpoint({
  name: 'getPositionMarginHistory',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/positionMargin/history', v1: '/fapi/v1/positionMargin/history' },
  access: 'trade',
  effect: 'read',
  weight: 1,
  params: z.strictObject({
    symbol,
    /** 1 added, 2 removed. */
    type: z.literal([1, 2]).optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    limit: rowLimit(1000).optional(),
  }),
  result: z.array(
    z.object({
      amount: decimal,
      asset: z.string(),
      symbol: z.string(),
      time: timeMs,
      type: whole,
      positionSide: openText(positionSides),
      deltaType: z.string().optional(),
      clientTranId: z.string().nullish(),
    }),
  ),
})
