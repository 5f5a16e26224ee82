import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { weightBySymbol } from '../schema/cost.ts'
import { rows } from '../schema/one-or-all.ts'
import { decimal, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

export const tickerPriceEndpoint = defineEndpoint({
  name: 'getTickerPrice',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/ticker/price', v1: '/fapi/v1/ticker/price' },
  access: 'public',
  effect: 'read',
  weight: weightBySymbol(1, 2),
  params: z.strictObject({ symbol: symbol.optional() }),
  oneWhen: 'symbol',
  result: rows(
    z.object({
      symbol: z.string(),
      price: decimal,
      time: timeMs.optional(),
    }),
  ),
})
