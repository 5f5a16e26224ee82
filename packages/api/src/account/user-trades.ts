import { positionSides, sides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { type CrossIssue, withRules } from '../schema/cross-rules.ts'
import { bool, decimal, id, openText, timeMs } from '../schema/received.ts'
import { idText, rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'

const params = z.strictObject({
  symbol,
  /** V3 only. */
  orderId: idText.optional(),
  startTime: sentTimeMs.optional(),
  endTime: sentTimeMs.optional(),
  /** Trades with this id and above; not together with a time. */
  fromId: idText.optional(),
  limit: rowLimit(1000).optional(),
})

/** A window of at most 7 days, the last 7 by default; oldest first. */
export const userTradesEndpoint = defineEndpoint({
  name: 'getUserTrades',
  group: 'account',
  method: 'GET',
  path: { v3: '/fapi/v3/userTrades', v1: '/fapi/v1/userTrades' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  v3Only: ['orderId'],
  params: withRules(params, ({ fromId, startTime, endTime }): readonly CrossIssue[] =>
    fromId !== undefined && (startTime !== undefined || endTime !== undefined)
      ? [{ path: ['fromId'], rule: 'exclusive', message: 'cannot go together with startTime or endTime' }]
      : [],
  ),
  result: z.array(
    z.object({
      id,
      orderId: id,
      symbol: z.string(),
      side: openText(sides),
      positionSide: openText(positionSides),
      price: decimal,
      qty: decimal,
      quoteQty: decimal,
      /** Negative: charged. */
      commission: decimal,
      commissionAsset: z.string(),
      realizedPnl: decimal,
      buyer: bool,
      maker: bool,
      time: timeMs,
    }),
  ),
})
