import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { weightBySymbol } from '../schema/cost.ts'
import { rows } from '../schema/one-or-all.ts'
import { decimal, timeMs, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const bookTickerEndpoint = defineEndpoint({
  name: 'getBookTicker',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/ticker/bookTicker', v1: '/fapi/v1/ticker/bookTicker' },
  access: 'public',
  effect: 'read',
  weight: weightBySymbol(1, 2),
  params: z.strictObject({ symbol: symbol.optional() }),
  oneWhen: 'symbol',
  result: rows(
    z.object({
      symbol: z.string(),
      // an empty side is zero, not absent
      bidPrice: decimal,
      bidQty: decimal,
      askPrice: decimal,
      askQty: decimal,
      time: timeMs.optional(),
      lastUpdateId: whole.optional(),
    }),
  ),
})
