import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, id, timeMs } from '../schema/received.ts'
import { idText, rowLimit, sentTimeMs, symbol } from '../schema/sent.ts'

export const aggTradesEndpoint = defineEndpoint({
  name: 'getAggTrades',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/aggTrades', v1: '/fapi/v1/aggTrades' },
  access: 'public',
  effect: 'read',
  weight: 20,
  params: z.strictObject({
    symbol,
    fromId: idText.optional(),
    startTime: sentTimeMs.optional(),
    endTime: sentTimeMs.optional(),
    limit: rowLimit(1000).optional(),
  }),
  /** a: aggregate id, p: price, q: quantity, f and l: first and last trade id, T: time, m: buyer is maker. */
  result: z.array(z.object({ a: id, p: decimal, q: decimal, f: id, l: id, T: timeMs, m: z.boolean() })),
})
